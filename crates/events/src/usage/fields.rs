//! The names of the event's fields and of an attempt's, and what each may hold. What is not listed is refused.

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Uuid,
    /// A UUID, or a caller's own text that becomes one.
    Derived,
    Time,
    Provider,
    Model,
    ModelRef,
    Route,
    RequestType,
    Tokens,
    Millis,
    Flag,
    ErrorCode,
    Token,
    UsageSource,
    Money,
    Attempts,
    Version,
}

macro_rules! fields {
    ($(#[$doc:meta])* $enum:ident with kinds { $($variant:ident $name:literal $kind:ident,)+ }) => {
        fields! { $(#[$doc])* $enum { $($variant $name,)+ } }

        impl $enum {
            /// All of them, in the order in which they are written.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(super) const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            pub(super) const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),+ }
            }
        }
    };
    ($(#[$doc:meta])* $enum:ident { $($variant:ident $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum $enum { $($variant),+ }

        impl $enum {
            /// Their names, in the order in which they are written.
            pub(super) const NAMES: &'static [&'static str] = &[$($name),+];

        }

        impl super::object::Name for $enum {
            const NAMES: &'static [&'static str] = Self::NAMES;
            fn place(self) -> usize {
                self as usize
            }
        }
    };
}

fields! {
    /// The event's fields.
    Field with kinds {
        EventId "event_id" Uuid,
        TenantId "tenant_id" Uuid,
        UserId "user_id" Derived,
        SessionId "session_id" Derived,
        Timestamp "timestamp" Time,
        Provider "provider" Provider,
        Model "model" Model,
        RequestType "request_type" RequestType,
        InputTokens "input_tokens" Tokens,
        OutputTokens "output_tokens" Tokens,
        LatencyMs "latency_ms" Millis,
        Succeeded "succeeded" Flag,
        ErrorCode "error_code" ErrorCode,
        RoutingStrategy "routing_strategy" Token,
        AlternativeProvider "alternative_provider" Provider,
        RequestedModel "requested_model" ModelRef,
        Route "route" Route,
        BaselineProvider "baseline_provider" Provider,
        BaselineModel "baseline_model" Model,
        KeyId "key_id" Uuid,
        Streamed "streamed" Flag,
        TtftMs "ttft_ms" Millis,
        CacheReadTokens "cache_read_tokens" Tokens,
        CacheWrite5mTokens "cache_write_5m_tokens" Tokens,
        CacheWrite1hTokens "cache_write_1h_tokens" Tokens,
        ReasoningTokens "reasoning_tokens" Tokens,
        UsageSource "usage_source" UsageSource,
        ServiceTier "service_tier" Token,
        RoutingCostUsd "routing_cost_usd" Money,
        CacheHit "cache_hit" Flag,
        ClientGone "client_gone" Flag,
        Attempts "attempts" Attempts,
        Client "client" Token,
        Simulated "simulated" Flag,
        SchemaVersion "schema_version" Version,
    }
}

fields! {
    /// An attempt's fields.
    AttemptField {
        Provider "provider",
        Model "model",
        LatencyMs "latency_ms",
        TtftMs "ttft_ms",
        Outcome "outcome",
        ErrorCode "error_code",
        InputTokens "input_tokens",
        OutputTokens "output_tokens",
        CacheReadTokens "cache_read_tokens",
        CacheWrite5mTokens "cache_write_5m_tokens",
        CacheWrite1hTokens "cache_write_1h_tokens",
        ReasoningTokens "reasoning_tokens",
        UsageSource "usage_source",
    }
}

impl AttemptField {
    /// The name under which a refusal names it, told apart from the event's own field.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Provider => "attempts.provider",
            Self::Model => "attempts.model",
            Self::LatencyMs => "attempts.latency_ms",
            Self::TtftMs => "attempts.ttft_ms",
            Self::Outcome => "attempts.outcome",
            Self::ErrorCode => "attempts.error_code",
            Self::InputTokens => "attempts.input_tokens",
            Self::OutputTokens => "attempts.output_tokens",
            Self::CacheReadTokens => "attempts.cache_read_tokens",
            Self::CacheWrite5mTokens => "attempts.cache_write_5m_tokens",
            Self::CacheWrite1hTokens => "attempts.cache_write_1h_tokens",
            Self::ReasoningTokens => "attempts.reasoning_tokens",
            Self::UsageSource => "attempts.usage_source",
        }
    }
}
