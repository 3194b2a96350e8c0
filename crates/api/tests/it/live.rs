//! The live socket over a real connection.

use crate::house::{House, KEY_ONE, OPERATOR};
use domain::KeyId;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use test_support::tenant;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use uuid::Uuid;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn serve(house: &House) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = house.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn connect(address: SocketAddr, header: (&'static str, String)) -> Result<Socket, u16> {
    let mut request = format!("ws://{address}/api/v1/analytics/live").into_client_request().expect("a request");
    request.headers_mut().insert(header.0, header.1.parse().expect("a value"));
    match tokio_tungstenite::connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

async fn next(socket: &mut Socket) -> Value {
    loop {
        match socket.next().await.expect("open").expect("a message") {
            Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
            Message::Close(_) => return Value::Null,
            _ => {}
        }
    }
}

#[tokio::test]
async fn figures_come_at_once_on_every_change_and_until_the_key_is_revoked() {
    let house = House::new().await;
    let address = serve(&house).await;
    let mut socket = connect(address, ("authorization", format!("Bearer {KEY_ONE}"))).await.expect("signed in");
    socket.send(Message::text("{\"action\":\"dance\"}")).await.expect("sent");
    assert_eq!(next(&mut socket).await["data"]["code"], "bad_message");
    socket.send(Message::text(r#"{"action":"subscribe","type":"dashboard_updates"}"#)).await.expect("sent");
    let first = next(&mut socket).await;
    assert_eq!((&first["type"], &first["data"]["seq"]), (&json!("savings_update"), &json!(1)));
    assert_eq!(first["data"]["recent"].as_array().map(Vec::len), Some(3));
    assert!(!first.to_string().contains(&tenant(2).to_string()));
    house.state.live.publish(tenant(1));
    assert_eq!(next(&mut socket).await["data"]["seq"], 2);
    house.state.keys.revoke(KeyId(Uuid::from_u128(1)));
    house.state.live.publish(tenant(1));
    assert_eq!(next(&mut socket).await["data"]["code"], "signed_out");
    assert_eq!(next(&mut socket).await, Value::Null);
}

#[tokio::test]
async fn nobody_gets_in_without_a_key_or_from_a_foreign_page() {
    let house = House::new().await;
    let address = serve(&house).await;
    assert_eq!(connect(address, ("x-nothing", "1".into())).await.err(), Some(401));
    assert_eq!(connect(address, ("authorization", "Bearer tk_wrong".into())).await.err(), Some(401));
    assert_eq!(connect(address, ("authorization", format!("Bearer {OPERATOR}"))).await.err(), Some(400));
}
