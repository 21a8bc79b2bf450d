//! Built-in storage plugins: each a translation of its config into the storage binding. None of them reaches a network.

mod aws_s3;
mod minio;
mod s3;

pub use aws_s3::AwsS3;
pub use minio::Minio;
