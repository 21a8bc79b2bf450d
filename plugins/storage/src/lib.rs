//! Built-in storage plugins: each translates the config into the storage binding. No plugin here reaches a network.

mod aws_s3;
mod minio;
mod s3;

pub use aws_s3::AwsS3;
pub use minio::Minio;
