//! Contracts to Model: the contract language, its lint and its shape checker
