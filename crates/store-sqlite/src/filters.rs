//! Filters and groups as SQL. Rows and sums have their dimensions in columns of the same names.

use rusqlite::types::Value;
use store::{Dimension, Filters};

/// A WHERE clause as it grows, with its parameters in order.
pub(crate) struct Clause {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
}

impl Clause {
    /// Begins with one tenant: no question can be asked without.
    pub(crate) fn of(tenant: domain::TenantId) -> Self {
        Self { sql: "WHERE tenant_id = ?".into(), params: vec![Value::Blob(tenant.0.as_bytes().to_vec())] }
    }

    /// Adds a condition with its parameters.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.params.extend(params);
    }

    /// Adds a span of time, its end excluded.
    pub(crate) fn span(&mut self, column: &str, from: i64, to: i64) {
        self.and(&format!("{column} >= ? AND {column} < ?"), [Value::Integer(from), Value::Integer(to)]);
    }

    /// Adds what the filters let through.
    pub(crate) fn filters(&mut self, filters: &Filters) {
        fn texts<T: AsRef<str>>(values: &[T]) -> Vec<Value> {
            values.iter().map(|value| Value::Text(value.as_ref().to_owned())).collect()
        }
        let ids = |ids: Vec<&uuid::Uuid>| ids.into_iter().map(|id| Value::Blob(id.as_bytes().to_vec())).collect();
        self.one_of("provider", texts(&filters.providers));
        self.one_of("model", texts(&filters.models));
        self.one_of("key_id", ids(filters.keys.iter().map(|id| &id.0).collect()));
        self.one_of("user_id", ids(filters.users.iter().map(|id| &id.0).collect()));
        self.one_of("route", texts(&filters.routes));
        self.one_of("client", texts(&filters.clients));
        let kinds = filters.request_types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>();
        self.one_of("request_type", texts(&kinds));
    }

    /// Adds a list of alternatives; an empty list lets everything through.
    pub(crate) fn one_of(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({marks})"), values);
        }
    }
}

/// The column of a dimension.
pub(crate) fn column(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Provider => "provider",
        Dimension::Model => "model",
        Dimension::Key => "key_id",
        Dimension::User => "user_id",
        Dimension::Route => "route",
        Dimension::Client => "client",
        Dimension::RequestType => "request_type",
    }
}
