//! Deletes sessions and links that have expired.

use crate::Context;
use store::StoreError;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let gone = context.store().sessions().sweep(context.now()).await?;
    Ok(gone as u64)
}
