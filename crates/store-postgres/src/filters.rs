//! Filters and groups as SQL. Rows and sums have their dimensions in columns of the same names.

use crate::cells::At;
use crate::rows::{Query, sql};
use domain::{TenantId, Timestamp};
use store::Filters;
use uuid::Uuid;

/// A value to bind.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Bool(bool),
    Id(Uuid),
    At(Timestamp),
    Text(String),
    Ids(Vec<Uuid>),
    Texts(Vec<String>),
}

/// A WHERE clause as it grows, with its parameters in order.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    sql: String,
    params: Vec<Value>,
}

impl Clause {
    /// Begins with one tenant: no question can be asked without.
    pub(crate) fn of(tenant: TenantId) -> Self {
        Self { sql: "WHERE tenant_id = $1".into(), params: vec![Value::Id(tenant.0)] }
    }

    /// Begins with several tenants, for whoever may see all of them.
    pub(crate) fn among(tenants: &[TenantId]) -> Self {
        let ids = tenants.iter().map(|tenant| tenant.0).collect();
        Self { sql: "WHERE tenant_id = ANY ($1)".into(), params: vec![Value::Ids(ids)] }
    }

    /// Adds a condition, in which each `?` stands for the next of `params`.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        let mut pieces = condition.split('?');
        self.sql.push_str(pieces.next().unwrap_or_default());
        for (piece, param) in pieces.zip(params) {
            self.params.push(param);
            self.sql.push_str(&format!("${}{piece}", self.params.len()));
        }
    }

    /// Adds a span of time, its end excluded.
    pub(crate) fn span(&mut self, column: &str, from: Timestamp, to: Timestamp) {
        self.and(&format!("{column} >= ? AND {column} < ?"), [Value::At(from), Value::At(to)]);
    }

    /// Adds what the filters let through.
    pub(crate) fn filters(&mut self, filters: &Filters) {
        self.one_of("provider", texts(&filters.providers));
        self.one_of("model", texts(&filters.models));
        self.one_of("key_id", ids(filters.keys.iter().map(|id| id.0)));
        self.one_of("user_id", ids(filters.users.iter().map(|id| id.0)));
        self.one_of("route", texts(&filters.routes));
        self.one_of("client", texts(&filters.clients));
        let kinds: Vec<_> = filters.request_types.iter().map(|kind| kind.as_str()).collect();
        self.one_of("request_type", texts(&kinds));
    }

    /// Adds a list of alternatives; none lets everything through.
    pub(crate) fn one_of(&mut self, column: &str, values: Option<Value>) {
        if let Some(values) = values {
            self.and(&format!("{column} = ANY (?)"), [values]);
        }
    }

    /// The whole statement: what is asked, the clause, what follows it.
    pub(crate) fn query<'q>(self, ask: &str, rest: &str) -> Query<'q> {
        let query = sql(format!("{ask} {} {rest}", self.sql));
        self.params.into_iter().fold(query, |query, value| match value {
            Value::Bool(value) => query.bind(value),
            Value::Id(value) => query.bind(value),
            Value::At(value) => query.bind(At::bound(value)),
            Value::Text(value) => query.bind(value),
            Value::Ids(values) => query.bind(values),
            Value::Texts(values) => query.bind(values),
        })
    }
}

/// Alternatives of text, if there are any.
pub(crate) fn texts<T: AsRef<str>>(values: &[T]) -> Option<Value> {
    (!values.is_empty()).then(|| Value::Texts(values.iter().map(|value| value.as_ref().to_owned()).collect()))
}

fn ids(values: impl Iterator<Item = Uuid>) -> Option<Value> {
    let values: Vec<_> = values.collect();
    (!values.is_empty()).then_some(Value::Ids(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_in_order() {
        let mut clause = Clause::of(test_support::tenant(1));
        clause.span("start", Timestamp::from_millis(0), Timestamp::from_millis(9));
        let filters = Filters { routes: vec!["auto".parse().expect("a name")], ..Filters::default() };
        clause.filters(&filters);
        assert_eq!(clause.sql, "WHERE tenant_id = $1 AND start >= $2 AND start < $3 AND route = ANY ($4)");
        assert_eq!(clause.params.len(), 4);
    }
}
