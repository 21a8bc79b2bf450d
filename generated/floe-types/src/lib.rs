//! Types, checks and plugin traits generated from the contracts
