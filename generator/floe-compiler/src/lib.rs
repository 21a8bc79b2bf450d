//! Documents to compiled artifacts
