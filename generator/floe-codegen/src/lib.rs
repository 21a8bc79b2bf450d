//! Model to generated code, schemas, charts and reference pages
