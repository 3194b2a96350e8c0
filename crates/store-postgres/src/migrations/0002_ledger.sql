-- The ledger: raw rows by day, their sums over time, and how far each log was read.
--
-- Moments are timestamptz (always whole milliseconds), money is pico-dollars in bigint: a value or a sum that leaves 64
-- bits is an error, never a wrong figure. No table here has a foreign key: whose rows these are is checked by the program,
-- once a tenant, instead of once a row.

-- One row a request. The primary key keeps a copy of an event out and serves a tenant's rows by time. A day is a
-- partition, so that what is past its retention goes by dropping a table. The columns stand in the order that leaves no
-- gaps between them: eight bytes wide, then ids, flags and text.
CREATE TABLE usage_metrics (
    timestamp timestamptz NOT NULL,
    input_uncached_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_5m_tokens bigint NOT NULL,
    cache_write_1h_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    latency_ms bigint NOT NULL,
    overhead_pico bigint NOT NULL,
    saved_response_cache_pico bigint NOT NULL,
    saved_provider_price_pico bigint NOT NULL,
    saved_routing_pico bigint NOT NULL,
    saved_prompt_cache_pico bigint NOT NULL,
    saved_classifier_pico bigint NOT NULL,
    saved_failed_attempts_pico bigint NOT NULL,
    saved_cold_cache_pico bigint NOT NULL,
    ttft_ms bigint,
    routing_cost_pico bigint,
    cost_pico bigint,
    price_id bigint,
    baseline_pico bigint,
    baseline_price_id bigint,
    savings_pico bigint,
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    user_id uuid,
    session_id uuid,
    key_id uuid,
    succeeded boolean NOT NULL,
    streamed boolean,
    cache_hit boolean NOT NULL,
    client_gone boolean NOT NULL,
    simulated boolean NOT NULL,
    provider text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    request_type text COLLATE "C" NOT NULL,
    usage_source text COLLATE "C" NOT NULL,
    error_code text COLLATE "C",
    routing_strategy text COLLATE "C",
    alternative_provider text COLLATE "C",
    requested_model text COLLATE "C",
    route text COLLATE "C",
    baseline_model text COLLATE "C",
    service_tier text COLLATE "C",
    client text COLLATE "C",
    unpriced text COLLATE "C",
    provenance text COLLATE "C",
    no_estimate text COLLATE "C",
    attempts text NOT NULL,
    earlier_attempts text NOT NULL,
    PRIMARY KEY (tenant_id, timestamp, event_id),
    CHECK ((cost_pico IS NULL) = (unpriced IS NOT NULL)),
    CHECK ((baseline_pico IS NULL) = (no_estimate IS NOT NULL))
) PARTITION BY RANGE (timestamp);

-- Sums. `start` is the bucket's begin: a UTC quarter hour, or a day, ISO week or month in the tenant's zone. `dims` is a
-- hash of the dimensions beside it, so that the key is short and a dimension that a row does not have is NULL. Room is left
-- in each page, because a sum that grows again and again is then rewritten in place, without touching the index.
CREATE TABLE usage_rollup_quarter (
    tenant_id uuid NOT NULL,
    start timestamptz NOT NULL,
    dims uuid NOT NULL,
    requests bigint NOT NULL,
    succeeded bigint NOT NULL,
    failed_client bigint NOT NULL,
    failed_other bigint NOT NULL,
    client_gone bigint NOT NULL,
    streamed bigint NOT NULL,
    attempts bigint NOT NULL,
    estimated bigint NOT NULL,
    unpriced bigint NOT NULL,
    measured bigint NOT NULL,
    modelled bigint NOT NULL,
    no_estimate_failed bigint NOT NULL,
    no_estimate_no_baseline bigint NOT NULL,
    no_estimate_unpriced bigint NOT NULL,
    input_uncached_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_5m_tokens bigint NOT NULL,
    cache_write_1h_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    latency_ms_sum bigint NOT NULL,
    ttft_ms_sum bigint NOT NULL,
    ttft_count bigint NOT NULL,
    cost_pico bigint NOT NULL,
    overhead_pico bigint NOT NULL,
    covered_cost_pico bigint NOT NULL,
    baseline_pico bigint NOT NULL,
    saved_response_cache_pico bigint NOT NULL,
    saved_provider_price_pico bigint NOT NULL,
    saved_routing_pico bigint NOT NULL,
    saved_prompt_cache_pico bigint NOT NULL,
    saved_classifier_pico bigint NOT NULL,
    saved_failed_attempts_pico bigint NOT NULL,
    saved_cold_cache_pico bigint NOT NULL,
    price_id bigint,
    baseline_price_id bigint,
    key_id uuid,
    user_id uuid,
    simulated boolean NOT NULL,
    provider text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    request_type text COLLATE "C" NOT NULL,
    route text COLLATE "C",
    client text COLLATE "C",
    PRIMARY KEY (tenant_id, start, dims)
) WITH (fillfactor = 80);

CREATE TABLE analytics_daily (LIKE usage_rollup_quarter INCLUDING INDEXES) WITH (fillfactor = 70);
CREATE TABLE analytics_weekly (LIKE usage_rollup_quarter INCLUDING INDEXES) WITH (fillfactor = 70);
CREATE TABLE analytics_monthly (LIKE usage_rollup_quarter INCLUDING INDEXES) WITH (fillfactor = 70);

-- Hours (UTC) whose quarters changed since the days, weeks and months above them were folded. `version` counts the changes:
-- a fold takes a mark away only if nothing was added since it looked.
CREATE TABLE rollup_pending (
    tenant_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    version bigint NOT NULL,
    -- Whether sums may have gone from it, so that what lies above is made anew.
    anew boolean NOT NULL,
    PRIMARY KEY (tenant_id, hour)
) WITH (fillfactor = 50);

-- How providers did, an hour (UTC) a row. A histogram is metering's fixed layout, in pieces that add up to it: a batch puts
-- another piece at the end, and from time to time they are made one. `pieces` says how many there are.
CREATE TABLE provider_performance (
    tenant_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    attempts bigint NOT NULL,
    succeeded bigint NOT NULL,
    failed_client bigint NOT NULL,
    failed_other bigint NOT NULL,
    rate_limited bigint NOT NULL,
    timed_out bigint NOT NULL,
    output_tokens bigint NOT NULL,
    pieces integer NOT NULL,
    provider text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    latency_ms bytea NOT NULL,
    ttft_ms bytea NOT NULL,
    tokens_per_s_x10 bytea NOT NULL,
    PRIMARY KEY (tenant_id, hour, provider, model)
) WITH (fillfactor = 70);

-- Hours whose sums are to be made again from raw rows. `mark` is new at each marking, so that whoever rebuilt an hour
-- takes away the mark that it saw and no later one.
CREATE SEQUENCE dirty_marks;
CREATE TABLE dirty_hours (
    tenant_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    mark bigint NOT NULL DEFAULT nextval('dirty_marks'),
    PRIMARY KEY (tenant_id, hour)
);

-- How far each log partition was read, and how often it was claimed: only the newest claim may move it.
CREATE TABLE consumer_offsets (
    partition text COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL,
    next_offset bigint NOT NULL
) WITH (fillfactor = 50);

-- `raw_since`: raw rows before this moment were swept, so their hours are frozen.
CREATE TABLE ledger_marks (
    name text PRIMARY KEY,
    at timestamptz NOT NULL
);

CREATE TABLE dead_letters (
    partition text COLLATE "C" NOT NULL,
    log_offset bigint NOT NULL,
    reason text COLLATE "C" NOT NULL,
    field text,
    tenant_id uuid,
    event_id uuid,
    known text,
    at timestamptz NOT NULL,
    PRIMARY KEY (partition, log_offset)
);

CREATE INDEX dead_letters_newest ON dead_letters (log_offset DESC, partition DESC);
CREATE INDEX dead_letters_tenant ON dead_letters (tenant_id);

-- What a batch sends: one array of these a table. A list of columns a row costs the server a third of a list of rows a
-- column. A table that gets a column gets a new type beside this one, so that older programs can go on sending theirs.
CREATE TYPE usage_row_1 AS (
    tenant_id uuid,
    timestamp timestamptz,
    event_id uuid,
    user_id uuid,
    session_id uuid,
    provider text,
    model text,
    request_type text,
    input_uncached_tokens bigint,
    cache_read_tokens bigint,
    cache_write_5m_tokens bigint,
    cache_write_1h_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,
    latency_ms bigint,
    succeeded boolean,
    error_code text,
    routing_strategy text,
    alternative_provider text,
    requested_model text,
    route text,
    baseline_model text,
    key_id uuid,
    streamed boolean,
    ttft_ms bigint,
    usage_source text,
    service_tier text,
    routing_cost_pico bigint,
    cache_hit boolean,
    client_gone boolean,
    attempts text,
    client text,
    simulated boolean,
    cost_pico bigint,
    unpriced text,
    overhead_pico bigint,
    price_id bigint,
    baseline_pico bigint,
    baseline_price_id bigint,
    provenance text,
    no_estimate text,
    savings_pico bigint,
    saved_response_cache_pico bigint,
    saved_provider_price_pico bigint,
    saved_routing_pico bigint,
    saved_prompt_cache_pico bigint,
    saved_classifier_pico bigint,
    saved_failed_attempts_pico bigint,
    saved_cold_cache_pico bigint,
    earlier_attempts text
);

CREATE TYPE sum_row_1 AS (
    tenant_id uuid,
    start timestamptz,
    dims uuid,
    provider text,
    model text,
    key_id uuid,
    user_id uuid,
    route text,
    client text,
    request_type text,
    price_id bigint,
    baseline_price_id bigint,
    simulated boolean,
    requests bigint,
    succeeded bigint,
    failed_client bigint,
    failed_other bigint,
    client_gone bigint,
    streamed bigint,
    attempts bigint,
    estimated bigint,
    unpriced bigint,
    measured bigint,
    modelled bigint,
    no_estimate_failed bigint,
    no_estimate_no_baseline bigint,
    no_estimate_unpriced bigint,
    input_uncached_tokens bigint,
    cache_read_tokens bigint,
    cache_write_5m_tokens bigint,
    cache_write_1h_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,
    latency_ms_sum bigint,
    ttft_ms_sum bigint,
    ttft_count bigint,
    cost_pico bigint,
    overhead_pico bigint,
    covered_cost_pico bigint,
    baseline_pico bigint,
    saved_response_cache_pico bigint,
    saved_provider_price_pico bigint,
    saved_routing_pico bigint,
    saved_prompt_cache_pico bigint,
    saved_classifier_pico bigint,
    saved_failed_attempts_pico bigint,
    saved_cold_cache_pico bigint
);

CREATE TYPE performance_row_1 AS (
    tenant_id uuid,
    hour timestamptz,
    provider text,
    model text,
    attempts bigint,
    succeeded bigint,
    failed_client bigint,
    failed_other bigint,
    rate_limited bigint,
    timed_out bigint,
    output_tokens bigint,
    latency_ms bytea,
    ttft_ms bytea,
    tokens_per_s_x10 bytea
);
