//! Questions by GET over one connection that is kept, and what a page of metrics says.

use crate::load::connect;
use anyhow::Context;
use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use std::time::Duration;

/// A question that takes longer has failed.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// One connection to one server; made when it is needed, and anew after a fault.
pub struct Client {
    authority: String,
    connection: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    /// # Errors
    /// The URL names no host and port.
    pub fn new(url: &Uri) -> anyhow::Result<Self> {
        let authority = url.authority().with_context(|| format!("`{url}` names no host and port"))?;
        Ok(Self { authority: authority.to_string(), connection: None })
    }

    /// Asks, and reads the whole answer: its status and body.
    ///
    /// # Errors
    /// The connection broke, or no answer came in time.
    pub async fn get(&mut self, path: &str, key: Option<&str>) -> anyhow::Result<(u16, Bytes)> {
        let mut request = Request::get(path).header("host", &self.authority);
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let (status, _, body) = self.send(request.body(Full::new(Bytes::new()))?).await?;
        Ok((status, body))
    }

    /// Sends a request made by the caller; the answer's status, the request's id and the body.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<(u16, Option<String>, Bytes)> {
        let mut connection = match self.connection.take() {
            Some(connection) if !connection.is_closed() => connection,
            _ => connect(&self.authority).await?,
        };
        let exchange = async {
            connection.ready().await?;
            let response = connection.send_request(request).await?;
            let id = response.headers().get("x-tollkeeper-request-id").and_then(|id| id.to_str().ok());
            let (status, id) = (response.status().as_u16(), id.map(str::to_owned));
            anyhow::Ok((status, id, response.into_body().collect().await?.to_bytes()))
        };
        let answer = tokio::time::timeout(TIMEOUT, exchange).await.context("no answer in time")??;
        self.connection = Some(connection);
        Ok(answer)
    }

    /// The host and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The page of metrics.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn page(&mut self) -> anyhow::Result<Page> {
        let (_, body) = self.get("/metrics", None).await?;
        Ok(Page(String::from_utf8_lossy(&body).into_owned()))
    }
}

/// A page of metrics in Prometheus' text form.
pub struct Page(String);

impl Page {
    /// The sum of a metric's series whose labels hold a text; 0 where there is none.
    pub fn sum(&self, name: &str, labels: &str) -> f64 {
        let of_line = |line: &str| -> Option<f64> {
            let rest = line.strip_prefix(name).filter(|rest| rest.starts_with(['{', ' ']))?;
            let (shown, value) = rest.rsplit_once(' ')?;
            shown.contains(labels).then(|| value.parse().ok()).flatten()
        };
        self.0.lines().filter_map(of_line).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_of_a_metric_are_added_by_label() {
        let page = Page("# TYPE a counter\na{m=\"x\"} 2\na{m=\"y\"} 3\nab 9\nb 0.5\n".into());
        assert_eq!(
            (page.sum("a", ""), page.sum("a", "\"x\""), page.sum("b", ""), page.sum("c", "")),
            (5.0, 2.0, 0.5, 0.0)
        );
    }
}
