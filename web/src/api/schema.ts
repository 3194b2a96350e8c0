// Generated from openapi.json by `npm run generate`; edit the API's Rust types instead.

export interface paths {
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every dead letter. */
        get: operations["list_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Gives a letter up. */
        delete: operations["delete_dead_letter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes the event again, and removes the letter once that was taken. */
        post: operations["replay_dead_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every job that ever ran, and how it went. */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/jobs/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a job due: a worker begins it within seconds, or when the run under way has ended. */
        post: operations["run_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The price list with every override. */
        get: operations["list_prices"];
        put?: never;
        /** Adds a price; the open row of the same owner and model ends where it begins, and rows it touches are priced again. */
        post: operations["add_price"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/prices/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a price now; rows from now on are unpriced unless another holds. */
        post: operations["close_price"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/prices/unpriced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that were used in the last 30 days and have no price. */
        get: operations["list_unpriced"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every provider ever configured. */
        get: operations["list_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The routes of the gateways' configuration. */
        get: operations["list_routes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every tenant. */
        get: operations["list_tenants"];
        put?: never;
        /** Makes a tenant. */
        post: operations["create_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tenant. */
        get: operations["get_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Renames a tenant or moves it to another zone. */
        patch: operations["change_tenant"];
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a tenant: its keys stop working at once, its data is kept. */
        post: operations["close_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tenant's keys, revoked ones included. */
        get: operations["list_keys"];
        put?: never;
        /** Makes a key. It works from the moment this answers. */
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key. It no longer works from the moment this answers, nor do sessions made from it. */
        delete: operations["revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tenant's users. */
        get: operations["list_users"];
        put?: never;
        /** Adds or renames a user. */
        post: operations["put_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/tenants/{id}/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a user's name; events keep the id. */
        delete: operations["remove_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every rule and where it stands. */
        get: operations["list_alerts"];
        put?: never;
        /** Adds a rule. */
        post: operations["create_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule with its history. */
        get: operations["get_alert"];
        /** Replaces a rule; a changed rule starts again at `NO_DATA`. */
        put: operations["replace_alert"];
        post?: never;
        /** Deletes a rule with its history. */
        delete: operations["delete_alert"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/alerts/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a rule would have done: its own evaluation, stepped over past figures. `name` and `enabled` change nothing. */
        post: operations["preview_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost over time, the period in the query. */
        get: operations["get_costs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/costs/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost over time, the period in the path. */
        get: operations["get_costs_of_period"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that the first screen needs. */
        get: operations["get_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows behind a figure. */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One row. */
        get: operations["get_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every export and how far its file is. */
        get: operations["list_exports"];
        put?: never;
        /**
         * Asks for the rows of a span as one file; the same parameters as `GET …/events`, and no body. Rows that come in, are
         *     swept or are priced again while it is made may stand in it either way.
         */
        post: operations["create_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export and how far its file is. */
        get: operations["get_export"];
        put?: never;
        post?: never;
        /** Deletes an export with its file, or stops its making. */
        delete: operations["delete_export"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file of an export that is done: CSV, compressed where the client takes it so. One that breaks off ends without its
         *     end, never as a shorter file.
         */
        get: operations["get_export_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/platform-cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the platform costs: nothing until it is put. */
        get: operations["get_platform_cost"];
        /** Says what the platform costs, in place of what was said before. */
        put: operations["put_platform_cost"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How providers and models did. */
        get: operations["get_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/providers/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How providers did over time. */
        get: operations["get_provider_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/roi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the platform has paid back, and what may come. */
        get: operations["get_roi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/roi-calculator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a month may cost and save. */
        post: operations["calculate_roi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was saved. */
        get: operations["get_savings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests and tokens over time. */
        get: operations["get_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every saved view. */
        get: operations["list_views"];
        put?: never;
        /** Saves a view. */
        post: operations["create_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces a view. */
        put: operations["replace_view"];
        post?: never;
        /** Deletes a view. */
        delete: operations["delete_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's last five minutes. */
        get: operations["get_current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I? 401 when nobody. */
        get: operations["who_am_i"];
        put?: never;
        /** Signs in: sets an HttpOnly, SameSite=Strict cookie that lives as long as the key it came from, at most 12 hours. */
        post: operations["sign_in"];
        /** Signs out. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One rule with its history. */
        AlertAnswer: {
            /** @description The rule. */
            alert: components["schemas"]["AlertItem"];
            /** @description When this was read. */
            as_of: components["schemas"]["Moment"];
            /** @description What today's figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description What happened to it, newest first, at most 200. */
            history: components["schemas"]["AlertChangeItem"][];
            /** @description Today, in the tenant's zone: what `coverage` is of. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among today's. */
            simulated: boolean;
        };
        /** @description One change of state. */
        AlertChangeItem: {
            /** @description When. */
            at: components["schemas"]["Moment"];
            /** @description From. */
            from: components["schemas"]["AlertStateName"];
            /** @description To. */
            to: components["schemas"]["AlertStateName"];
            /** @description The figure that caused it. */
            value: string | null;
        };
        /**
         * @description On which side of the threshold trouble is.
         * @enum {string}
         */
        AlertComparison: "above" | "below";
        /** @description A rule and where it stands. */
        AlertItem: components["schemas"]["AlertRuleBody"] & {
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            evaluated_at: components["schemas"]["Moment"] | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Where it stands. */
            state: components["schemas"]["AlertStateName"];
            /** @description Since when. */
            state_since: components["schemas"]["Moment"];
            /** @description The figure of the last evaluation, in the threshold's unit. */
            value: string | null;
        };
        /**
         * @description What a rule watches.
         * @enum {string}
         */
        AlertMetric: "cost" | "error_rate" | "latency_p95" | "ttft_p95" | "unpriced" | "requests";
        /** @description One look at the figure. */
        AlertPoint: {
            /** @description When; the window ends there. */
            at: components["schemas"]["Moment"];
            /** @description Where the rule would have stood from then on. */
            state: components["schemas"]["AlertStateName"];
            /** @description The figure, in the threshold's unit; null where there is too little data to tell. */
            value: string | null;
        };
        /** @description What a rule would have done, had it been made at the beginning of the period. */
        AlertPreviewAnswer: {
            /**
             * Format: int64
             * @description How often it would have begun to alert.
             */
            alerts: number;
            /** @description When this was computed; nothing after it was looked at. */
            as_of: components["schemas"]["Moment"];
            /** @description The changes of state, in order. */
            changes: components["schemas"]["AlertChangeItem"][];
            /** @description What the figures know, of the requests that the rule watches. */
            coverage: components["schemas"]["Coverage"];
            /**
             * Format: int64
             * @description Whole minutes in which it would have stood in an alert.
             */
            minutes_in_alert: number;
            /** @description How this differs from what the rule itself would see, in sentences; empty where it does not. */
            notes: string[];
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description Every look, in order, at most 3,000. */
            points: components["schemas"]["AlertPoint"][];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /**
             * Format: int32
             * @description Minutes between two looks: 15, or 60 for percentiles, which are kept by UTC hours. The rule itself is looked at every
             *     few seconds.
             */
            step_minutes: number;
        };
        /** @description A rule to keep. */
        AlertRuleBody: {
            /** @description On which side of the threshold trouble is; above by default. */
            comparison?: components["schemas"]["AlertComparison"];
            /** @description Whether it is evaluated; true by default. */
            enabled?: boolean | null;
            /**
             * Format: int32
             * @description How long trouble must last before the alert; 0 by default.
             */
            for_minutes?: number;
            /** @description What it watches. */
            metric: components["schemas"]["AlertMetric"];
            /**
             * Format: int64
             * @description With fewer requests than this in the window there is no telling; 1 by default.
             */
            min_requests?: number | null;
            /** @description Only this model. */
            model?: string | null;
            /** @description What its owner calls it, 1 to 100 characters. */
            name: string;
            /** @description Only this provider. */
            provider?: string | null;
            /**
             * Format: int32
             * @description How long it must be over before the all-clear; 0 by default.
             */
            recovery_minutes?: number;
            /** @description Once alerting, only this bound ends it; `threshold` by default. */
            recovery_threshold?: string | null;
            /** @description Only this route. */
            route?: string | null;
            /**
             * @description The bound, a decimal in a string in the metric's unit: dollars, a share, milliseconds or a count.
             * @example 25.00
             */
            threshold: string;
            /**
             * Format: int32
             * @description Over how many minutes up to now, 1 to 44640 (31 days).
             */
            window_minutes: number;
        };
        /** @description Every rule of the tenant. */
        AlertsAnswer: {
            /** @description When this was read. */
            as_of: components["schemas"]["Moment"];
            /** @description What today's figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The rules, by name. */
            items: components["schemas"]["AlertItem"][];
            /** @description Always null: a tenant's rules fit one page. */
            next_cursor: string | null;
            /** @description Today, in the tenant's zone: what `coverage` is of. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among today's. */
            simulated: boolean;
        };
        /** @description Alerts in short. */
        AlertsSummary: {
            /**
             * Format: int64
             * @description Rules outside them.
             */
            alert: number;
            /** @description Those that are on, longest first; without one whose rule cannot be read. */
            firing: components["schemas"]["FiringAlert"][];
            /**
             * Format: int64
             * @description Rules with too little data to tell.
             */
            no_data: number;
            /**
             * Format: int64
             * @description Rules within their bounds.
             */
            ok: number;
        };
        /**
         * @description Where a rule stands.
         * @enum {string}
         */
        AlertStateName: "OK" | "ALERT" | "NO_DATA";
        /** @description One try at one candidate. */
        AttemptRow: {
            /**
             * Format: int64
             * @description Input read from a prompt cache.
             */
            cache_read_tokens: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of one hour.
             */
            cache_write_1h_tokens: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of five minutes.
             */
            cache_write_5m_tokens: number;
            /** @description Why it failed. */
            error_code: string | null;
            /**
             * Format: int64
             * @description All input, cached parts included.
             */
            input_tokens: number;
            /**
             * Format: int64
             * @description From sending to the end.
             */
            latency_ms: number;
            /** @description For which model. */
            model: string;
            /** @description `ok` or `error`. */
            outcome: string;
            /**
             * Format: int64
             * @description All output, reasoning included.
             */
            output_tokens: number;
            /** @description Who was asked. */
            provider: string;
            /**
             * Format: int64
             * @description The part of the output spent on reasoning.
             */
            reasoning_tokens: number;
            /**
             * Format: int64
             * @description From sending to the first byte of content.
             */
            ttft_ms: number | null;
            /** @description `provider` or `estimated`; null when nothing was used or billed. */
            usage_source: string | null;
        };
        /** @description One act. */
        AuditItem: {
            /** @description What, such as `key.revoke`. */
            action: string;
            /** @description Who: `operator`, or `key:` and its id. */
            actor: string;
            /** @description When. */
            at: components["schemas"]["Moment"];
            /** @description To what, as an id. */
            subject: string;
            /**
             * Format: uuid
             * @description In which tenant.
             */
            tenant_id: string | null;
        };
        /** @description Acts, newest first. */
        AuditList: {
            /** @description The acts, at most `limit`. */
            items: components["schemas"]["AuditItem"][];
            /** @description Always null: ask for more with `limit`. */
            next_cursor: string | null;
        };
        /** @description A circuit breaker. */
        Breaker: {
            /** @description Why, as an error code; null when closed. */
            reason: string | null;
            /** @description Since when. */
            since: components["schemas"]["Moment"];
            /** @description Where it stands. */
            state: components["schemas"]["BreakerState"];
        };
        /**
         * @description Where a circuit breaker stands.
         * @enum {string}
         */
        BreakerState: "closed" | "half_open" | "open";
        /**
         * @description How the period differs from the one before it, in percent with two decimals; null where the one before has nothing to
         *     compare with.
         */
        Changes: {
            /**
             * Format: double
             * @description Of cost.
             */
            cost_percent: number | null;
            /**
             * Format: double
             * @description Of requests.
             */
            requests_percent: number | null;
            /**
             * Format: double
             * @description Of savings.
             */
            savings_percent: number | null;
        };
        /** @description The span that an answer is compared with, all of it of the same moment as the rest of the answer. */
        Compared_Money_CostBucket: {
            /** @description Over time, in buckets as wide as the answer's; there may be more or fewer of them. */
            buckets: (components["schemas"]["Money"] & {
                /**
                 * Format: int64
                 * @description Requests in it.
                 */
                requests: number;
                /** @description When it begins. Buckets without requests are there too, with zeros. */
                start: components["schemas"]["Moment"];
            })[];
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /**
             * @description The answer's groups in its order, also those that had nothing then. `other` is every group that does not stand
             *     alone in the answer, and stands here also where only this span has such. They sum to the total.
             */
            groups: components["schemas"]["ComparedGroup_Money"][];
            /** @description The span. It may begin and end at other times of day where clocks changed in between. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /**
             * @description What requests cost and what they saved. `savings_usd` is exactly `baseline_usd - covered_cost_usd`, and exactly the
             *     sum of the drivers.
             */
            total: {
                baseline_usd: components["schemas"]["Usd"] | null;
                cost_usd: components["schemas"]["Usd"] | null;
                covered_cost_usd: components["schemas"]["Usd"] | null;
                overhead_usd: components["schemas"]["Usd"] | null;
                /**
                 * Format: double
                 * @description Savings as a share of the baseline, in percent with two decimals, signed; null without a baseline or one of 0.
                 */
                savings_percent: number | null;
                savings_usd: components["schemas"]["Usd"] | null;
            };
        };
        /** @description The span that an answer is compared with, all of it of the same moment as the rest of the answer. */
        Compared_Traffic_UsageBucket: {
            /** @description Over time, in buckets as wide as the answer's; there may be more or fewer of them. */
            buckets: (components["schemas"]["Traffic"] & {
                /** @description When it begins. */
                start: components["schemas"]["Moment"];
            })[];
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /**
             * @description The answer's groups in its order, also those that had nothing then. `other` is every group that does not stand
             *     alone in the answer, and stands here also where only this span has such. They sum to the total.
             */
            groups: components["schemas"]["ComparedGroup_Traffic"][];
            /** @description The span. It may begin and end at other times of day where clocks changed in between. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description Requests and tokens. */
            total: {
                /**
                 * Format: int64
                 * @description Attempts, the final ones included.
                 */
                attempts: number;
                /**
                 * Format: int64
                 * @description Requests whose client left before the end.
                 */
                client_gone: number;
                /**
                 * Format: int64
                 * @description Failures that the client caused; success rates leave them out.
                 */
                failed_client: number;
                /**
                 * Format: int64
                 * @description All other failures.
                 */
                failed_other: number;
                /**
                 * Format: double
                 * @description Mean milliseconds from admission to the end, with one decimal; null without requests.
                 */
                latency_ms_mean: number | null;
                /**
                 * Format: int64
                 * @description Requests, each counted once.
                 */
                requests: number;
                /**
                 * Format: int64
                 * @description Requests answered as a stream.
                 */
                streamed: number;
                /**
                 * Format: int64
                 * @description Those with a complete answer.
                 */
                succeeded: number;
                /**
                 * Format: double
                 * @description `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
                 */
                success_percent: number | null;
                /** @description Billed tokens. */
                tokens: components["schemas"]["Tokens"];
            };
        };
        /** @description One group of the answer in the span that it is compared with. */
        ComparedGroup_Money: {
            /** @description What they know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The value; null for `none` and `other`. */
            key: string | null;
            /** @description What this group is. */
            kind: components["schemas"]["GroupKind"];
            /** @description What to show. */
            label: string;
            /**
             * @description What requests cost and what they saved. `savings_usd` is exactly `baseline_usd - covered_cost_usd`, and exactly the
             *     sum of the drivers.
             */
            total: {
                baseline_usd: components["schemas"]["Usd"] | null;
                cost_usd: components["schemas"]["Usd"] | null;
                covered_cost_usd: components["schemas"]["Usd"] | null;
                overhead_usd: components["schemas"]["Usd"] | null;
                /**
                 * Format: double
                 * @description Savings as a share of the baseline, in percent with two decimals, signed; null without a baseline or one of 0.
                 */
                savings_percent: number | null;
                savings_usd: components["schemas"]["Usd"] | null;
            };
        };
        /** @description One group of the answer in the span that it is compared with. */
        ComparedGroup_Traffic: {
            /** @description What they know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The value; null for `none` and `other`. */
            key: string | null;
            /** @description What this group is. */
            kind: components["schemas"]["GroupKind"];
            /** @description What to show. */
            label: string;
            /** @description Requests and tokens. */
            total: {
                /**
                 * Format: int64
                 * @description Attempts, the final ones included.
                 */
                attempts: number;
                /**
                 * Format: int64
                 * @description Requests whose client left before the end.
                 */
                client_gone: number;
                /**
                 * Format: int64
                 * @description Failures that the client caused; success rates leave them out.
                 */
                failed_client: number;
                /**
                 * Format: int64
                 * @description All other failures.
                 */
                failed_other: number;
                /**
                 * Format: double
                 * @description Mean milliseconds from admission to the end, with one decimal; null without requests.
                 */
                latency_ms_mean: number | null;
                /**
                 * Format: int64
                 * @description Requests, each counted once.
                 */
                requests: number;
                /**
                 * Format: int64
                 * @description Requests answered as a stream.
                 */
                streamed: number;
                /**
                 * Format: int64
                 * @description Those with a complete answer.
                 */
                succeeded: number;
                /**
                 * Format: double
                 * @description `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
                 */
                success_percent: number | null;
                /** @description Billed tokens. */
                tokens: components["schemas"]["Tokens"];
            };
        };
        /** @description One bucket of costs. */
        CostBucket: components["schemas"]["Money"] & {
            /**
             * Format: int64
             * @description Requests in it.
             */
            requests: number;
            /** @description When it begins. Buckets without requests are there too, with zeros. */
            start: components["schemas"]["Moment"];
        };
        /** @description One group's costs. */
        CostGroup: {
            /** @description Over time. */
            buckets: components["schemas"]["CostBucket"][];
            /** @description What they know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The value: a name or an id; null for `none` and `other`. */
            key: string | null;
            /** @description What this group is. */
            kind: components["schemas"]["GroupKind"];
            /** @description What to show: a key's or user's own name where there is one. */
            label: string;
            /** @description The group's sums over the period. */
            total: components["schemas"]["Money"];
        };
        /** @description Cost over time. */
        CostsAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description Over time, all groups together. */
            buckets: components["schemas"]["CostBucket"][];
            compared: components["schemas"]["Compared_Money_CostBucket"] | null;
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description How wide the buckets are. */
            grain: components["schemas"]["Window"];
            group_by: components["schemas"]["GroupBy"] | null;
            /** @description The groups, dearest first, then `other`; they sum to the total. */
            groups: components["schemas"]["CostGroup"][];
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description The sums over the period. */
            total: components["schemas"]["Money"];
        };
        /** @description Cost and baseline over time. */
        CostSeries: {
            /** @description The buckets, empty ones included. */
            buckets: components["schemas"]["CostBucket"][];
            /** @description How wide the buckets are. */
            grain: components["schemas"]["Window"];
        };
        /**
         * @description How many requests a figure knows, and why not the others. `with_baseline` and the parts of `no_estimate` sum to
         *     `requests`; so do `priced` and `unpriced`.
         */
        Coverage: {
            /**
             * Format: int64
             * @description Those whose tokens were estimated, because the provider reported none.
             */
            estimated: number;
            /** @description Those without, by reason. */
            no_estimate: components["schemas"]["NoEstimateCounts"];
            /**
             * Format: int64
             * @description Those whose cost is known.
             */
            priced: number;
            /**
             * Format: int64
             * @description All requests of the span.
             */
            requests: number;
            /**
             * Format: int64
             * @description Those whose cost is not known; they are in no sum of money.
             */
            unpriced: number;
            /**
             * Format: int64
             * @description Those with a baseline: the ones that savings are made of.
             */
            with_baseline: number;
        };
        /** @description The last five minutes. */
        CurrentAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description Milliseconds of successful requests. */
            latency_ms: components["schemas"]["Percentiles"];
            /** @description Their money. */
            money: components["schemas"]["Money"];
            /** @description The five minutes. */
            period: components["schemas"]["Period"];
            /** @description By provider, busiest first. */
            providers: components["schemas"]["CurrentProvider"][];
            /**
             * Format: double
             * @description Requests a minute, with one decimal.
             */
            requests_per_minute: number;
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description Requests and tokens. */
            traffic: components["schemas"]["Traffic"];
            /** @description Whether there were more rows than are read at once (50,000): the figures are then of the newest of them only. */
            truncated: boolean;
        };
        /** @description One provider in the last five minutes. */
        CurrentProvider: {
            /** @description Milliseconds of successful requests. */
            latency_ms: components["schemas"]["Percentiles"];
            /** @description What that cost. */
            money: components["schemas"]["Money"];
            /** @description The provider. */
            provider: string;
            /** @description What it answered. */
            traffic: components["schemas"]["Traffic"];
        };
        /** @description The first screen. */
        DashboardAnswer: {
            /** @description Alerts in short. */
            alerts: components["schemas"]["AlertsSummary"];
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description How they differ. */
            change: components["schemas"]["Changes"];
            /** @description What the period's figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The period. */
            current: components["schemas"]["Headline"];
            /** @description The period's savings by cause, in the ledger's order; they sum to `current.money.savings_usd`. */
            drivers: components["schemas"]["Driver"][];
            first_event_at: components["schemas"]["Moment"] | null;
            last_event_at: components["schemas"]["Moment"] | null;
            /** @description This calendar month so far. */
            month: components["schemas"]["Headline"];
            month_end: components["schemas"]["MonthEnd"] | null;
            /** @description Why not, and from when, a sentence; null where there is one. */
            month_end_reason: string | null;
            /** @description The span of everything that says no other. */
            period: components["schemas"]["Period"];
            /** @description The same stretch of the period before it: as long as what has passed of this one. */
            previous: components["schemas"]["Headline"];
            /** @description How sure they are. */
            provenance: components["schemas"]["Provenances"];
            /** @description Providers in the period, busiest first, with their breakers now. */
            providers: components["schemas"]["ProviderRow"][];
            /** @description The newest 20 rows, whatever the period. */
            recent: components["schemas"]["EventRow"][];
            /** @description Cost against baseline. */
            series: components["schemas"]["CostSeries"];
            /** @description Whether sandbox rows are anywhere in this answer. */
            simulated: boolean;
            /** @description Whose. */
            tenant: components["schemas"]["TenantCard"];
            /** @description Today so far. */
            today: components["schemas"]["Headline"];
            /** @description The dearest keys. */
            top_keys: components["schemas"]["TopRow"][];
            /** @description The dearest models, at most 5 and `other`. */
            top_models: components["schemas"]["TopRow"][];
            /** @description The dearest users. */
            top_users: components["schemas"]["TopRow"][];
        };
        /** @description One dead letter. */
        DeadLetterItem: {
            /** @description When it was filed. */
            at: components["schemas"]["Moment"];
            /**
             * Format: uuid
             * @description Its id.
             */
            event_id: string | null;
            /** @description The field at fault. */
            field: string | null;
            /** @description Its name: partition and offset as one word. */
            id: string;
            /** @description The known fields of the event; null where nothing was readable. */
            known: Record<string, never> | null;
            /**
             * Format: int64
             * @description And offset.
             */
            offset: number;
            /** @description Where it stood: log and partition. */
            partition: string;
            /** @description Why, such as `unknown_field`. */
            reason: string;
            /**
             * Format: uuid
             * @description Whose it says it is.
             */
            tenant_id: string | null;
        };
        /** @description Dead letters, newest first. */
        DeadLetterList: {
            /** @description All of them, by reason. */
            counts: components["schemas"]["ReasonCount"][];
            /** @description The letters of this page. */
            items: components["schemas"]["DeadLetterItem"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description One part of the savings. */
        Driver: {
            /** @description How much, signed: losses are negative. */
            amount_usd: components["schemas"]["Usd"];
            /** @description Where it comes from. */
            driver: components["schemas"]["DriverName"];
            /** @description Whether it is one of the overheads, which only ever cost. */
            overhead: boolean;
        };
        /**
         * @description What a part of the savings comes from, in the ledger's order.
         * @enum {string}
         */
        DriverName: "response_cache" | "provider_price" | "routing" | "prompt_cache" | "classifier" | "failed_attempts" | "cold_cache";
        /** @description One request. Holds no word of what was asked or answered. */
        EventRow: {
            /** @description The provider of the best planned candidate that was not used. */
            alternative_provider: string | null;
            /** @description Every try, in order. */
            attempts: components["schemas"]["AttemptRow"][];
            baseline_cost_usd: components["schemas"]["Usd"] | null;
            /** @description The model that savings are measured against. */
            baseline_model: string | null;
            /**
             * Format: int64
             * @description The row of the price list behind the baseline's cost.
             */
            baseline_price_id: number | null;
            /** @description The provider that savings are measured against. */
            baseline_provider: string | null;
            /** @description Whether a response cache answered. */
            cache_hit: boolean;
            /**
             * Format: int64
             * @description Input read from a prompt cache.
             */
            cache_read_tokens: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of one hour.
             */
            cache_write_1h_tokens: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of five minutes.
             */
            cache_write_5m_tokens: number;
            /** @description The client program. */
            client: string | null;
            /** @description Whether the client left before the end. */
            client_gone: boolean;
            cost_usd: components["schemas"]["Usd"] | null;
            /** @description The savings by cause, those that are not 0, in the ledger's order. */
            drivers: components["schemas"]["Driver"][];
            /** @description Why not. */
            error_code: string | null;
            /**
             * Format: uuid
             * @description Names the request; equals the `x-tollkeeper-request-id` header.
             */
            event_id: string;
            /**
             * Format: int64
             * @description All input, cached parts included, of the final attempt.
             */
            input_tokens: number;
            /**
             * Format: uuid
             * @description The API key used.
             */
            key_id: string | null;
            /**
             * Format: int64
             * @description From admission to the end.
             */
            latency_ms: number;
            /** @description The model that answered, or was asked last. */
            model: string;
            /** @description Why there is no estimate: `failed`, `no_baseline`, `unpriced`, `baseline_unpriced`. */
            no_estimate_reason: string | null;
            /**
             * Format: int64
             * @description All output of the final attempt, reasoning included.
             */
            output_tokens: number;
            /** @description The part of the cost that bought no answer. */
            overhead_usd: components["schemas"]["Usd"];
            /**
             * Format: int64
             * @description The row of the price list behind the cost.
             */
            price_id: number | null;
            /** @description Who answered, or was asked last. */
            provider: string;
            /**
             * Format: int64
             * @description Output spent on reasoning.
             */
            reasoning_tokens: number;
            /** @description `completion`, `chat` or `embedding`. */
            request_type: string;
            /** @description The model the client named, as `provider/model`; null when it named a route. */
            requested_model: string | null;
            /** @description The route the client named. */
            route: string | null;
            routing_cost_usd: components["schemas"]["Usd"] | null;
            /** @description How the candidate was chosen; `direct` for a model named by the client. */
            routing_strategy: string | null;
            /** @description `measured` or `modelled`; null without an estimate. */
            savings_provenance: string | null;
            savings_usd: components["schemas"]["Usd"] | null;
            /** @description The provider's service tier. */
            service_tier: string | null;
            /**
             * Format: uuid
             * @description The conversation it belongs to.
             */
            session_id: string | null;
            /** @description Whether a sandbox answered: such figures are made up. */
            simulated: boolean;
            /** @description Whether the answer was a stream. */
            streamed: boolean | null;
            /** @description Whether the provider gave a complete answer. */
            succeeded: boolean;
            /**
             * Format: uuid
             * @description Whose it is.
             */
            tenant_id: string;
            /** @description When the gateway admitted it. */
            timestamp: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description From admission to the first byte of content.
             */
            ttft_ms: number | null;
            /** @description Why the cost is not known: `no_price`, `class_unpriced`, `out_of_range`. */
            unpriced_reason: string | null;
            /** @description `provider` or `estimated`. */
            usage_source: string;
            /**
             * Format: uuid
             * @description Who sent it.
             */
            user_id: string | null;
        };
        /** @description One page of rows. */
        EventsAnswer: {
            /** @description When this was read. */
            as_of: components["schemas"]["Moment"];
            /** @description What the rows of this page know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The rows, newest first. */
            items: components["schemas"]["EventRow"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are on this page. */
            simulated: boolean;
        };
        /** @description Which rows are in a file. Several values of one list are alternatives; an empty list and null let everything through. */
        ExportFilters: {
            /** @description Only these client programs. */
            client: string[];
            /** @description Only this error. */
            error_code: string | null;
            /** @description Only these API keys. */
            key_id: string[];
            /** @description Only these models. */
            model: string[];
            /** @description Only rows whose cost is known, or is not. */
            priced: boolean | null;
            /** @description Only these providers. */
            provider: string[];
            /** @description Only these kinds. */
            request_type: string[];
            /** @description Only these routes. */
            route: string[];
            /**
             * Format: uuid
             * @description Only this conversation.
             */
            session_id: string | null;
            /** @description Only complete answers, or only failures. */
            succeeded: boolean | null;
            /** @description Only these users. */
            user_id: string[];
        };
        /** @description An export and how far its file is. */
        ExportItem: {
            /**
             * Format: int64
             * @description Bytes of the file so far, as it is once it is unpacked.
             */
            bytes: number;
            /** @description When it was asked for. */
            created_at: components["schemas"]["Moment"];
            done_at: components["schemas"]["Moment"] | null;
            /** @description Why there is no file, and what to do; null otherwise. */
            error: string | null;
            expires_at: components["schemas"]["Moment"] | null;
            /** @description What the file is called. */
            file_name: string;
            /** @description Which of its rows. */
            filters: components["schemas"]["ExportFilters"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description The span, as it was settled when it was asked for; without a name, because it does not move. */
            period: components["schemas"]["Period"];
            /**
             * Format: int64
             * @description How many of them are in the file.
             */
            rows_done: number;
            /**
             * Format: int64
             * @description How many rows there are; null until they are counted.
             */
            rows_total: number | null;
            /** @description Where it stands. */
            state: components["schemas"]["ExportStateName"];
        };
        /** @description Every export of the tenant. */
        ExportList: {
            /** @description The exports, newest first. */
            items: components["schemas"]["ExportItem"][];
            /** @description Always null: a tenant's exports fit one page. */
            next_cursor: string | null;
        };
        /**
         * @description Where an export stands.
         * @enum {string}
         */
        ExportStateName: "queued" | "running" | "done" | "failed";
        /** @description An alert that is on. */
        FiringAlert: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What it watches, and so the unit of `value`. */
            metric: components["schemas"]["AlertMetric"];
            /** @description Its name. */
            name: string;
            /** @description Since when. */
            since: components["schemas"]["Moment"];
            /** @description Where it stands. */
            state: components["schemas"]["AlertStateName"];
            /** @description The figure of the last evaluation, in the metric's unit. */
            value: string | null;
        };
        /** @description An amount that is not known yet. */
        ForecastBand: {
            /** @description What is expected. */
            base: components["schemas"]["Usd"];
            /** @description One outcome of ten is above. */
            high: components["schemas"]["Usd"];
            /** @description One outcome of ten is below. */
            low: components["schemas"]["Usd"];
        };
        /** @description Where it may stand at the end of a day to come. */
        ForecastBucket: {
            /** @description The same as it is expected. */
            base_net_usd: components["schemas"]["Usd"];
            /** @description One outcome of ten is above. */
            high_net_usd: components["schemas"]["Usd"];
            /** @description Cumulative net at its end: one outcome of ten is below. */
            low_net_usd: components["schemas"]["Usd"];
            /** @description When the day begins. */
            start: components["schemas"]["Moment"];
        };
        /** @description The day on which it may pay back, by case: as `paid_back_on`, up to the forecast's end; null for not by then. */
        ForecastPayback: {
            /** @description By those that are expected. */
            base: string | null;
            /** @description By the high sums. */
            high: string | null;
            /** @description By the low sums. */
            low: string | null;
        };
        /**
         * @description What figures can be grouped by.
         * @enum {string}
         */
        GroupBy: "provider" | "model" | "key" | "user" | "route" | "client" | "request_type";
        /**
         * @description What a group is.
         * @enum {string}
         */
        GroupKind: "value" | "none" | "other";
        /** @description The figures of a span, with the span. */
        Headline: {
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description Money. */
            money: components["schemas"]["Money"];
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description Requests and tokens. */
            traffic: components["schemas"]["Traffic"];
        };
        /** @description One job. */
        JobItem: {
            /** @description Whether someone asked for a run that has not begun yet. */
            asked: boolean;
            begun_at: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description What the last run changed, in the job's own unit.
             */
            changed: number | null;
            held_until: components["schemas"]["Moment"] | null;
            /** @description Its name. */
            name: string;
            /** @description Whether the last run came to its end; null while it runs, or where it was killed. */
            ok: boolean | null;
            succeeded_at: components["schemas"]["Moment"] | null;
        };
        /** @description Every job that ever ran. */
        JobList: {
            /** @description The jobs, by name. */
            items: components["schemas"]["JobItem"][];
            /** @description Always null: there are few. */
            next_cursor: string | null;
        };
        /** @description Which key. */
        KeyCard: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Its first characters. */
            prefix: string;
        };
        /** @description A key, without the key. */
        KeyItem: {
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Its first characters, to recognise it by. */
            prefix: string;
            revoked_at: components["schemas"]["Moment"] | null;
            /**
             * Format: uuid
             * @description Whose.
             */
            tenant_id: string;
            /**
             * Format: uuid
             * @description Whose requests these are.
             */
            user_id: string | null;
        };
        /** @description Keys, newest first. */
        KeyList: {
            /** @description The keys of this page. */
            items: components["schemas"]["KeyItem"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
        };
        /**
         * @description What to do.
         * @enum {string}
         */
        LiveAction: "subscribe" | "unsubscribe";
        /** @description Why a message was not understood or the socket closes. */
        LiveError: {
            /** @description `bad_message`, `unknown_zone`, `signed_out`, `slow_consumer` or `unavailable`. */
            code: string;
            /** @description In words, with the fix. */
            message: string;
        };
        /** @description What the server sends. */
        LiveMessage: {
            /** @description The figures. */
            data: components["schemas"]["LiveUpdate"];
            /** @enum {string} */
            type: "savings_update";
        } | {
            /** @description Why, and what to do. */
            data: components["schemas"]["LiveError"];
            /** @enum {string} */
            type: "error";
        };
        /** @description What a client sends: `{"action":"subscribe","type":"dashboard_updates"}`, or `unsubscribe`. */
        LiveRequest: {
            /** @description `subscribe` or `unsubscribe`. */
            action: components["schemas"]["LiveAction"];
            /** @description `dashboard_updates`. */
            type: components["schemas"]["LiveTopic"];
            /** @description The IANA zone in which today and the month are counted; the tenant's by default. */
            tz?: string | null;
        };
        /**
         * @description What can be subscribed to.
         * @enum {string}
         */
        LiveTopic: "dashboard_updates";
        /** @description The figures now. */
        LiveUpdate: {
            /** @description Alerts in short. */
            alerts: components["schemas"]["AlertsSummary"];
            /** @description When the figures were read. */
            as_of: components["schemas"]["Moment"];
            /** @description What the month's figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description This calendar month so far. */
            month: components["schemas"]["Headline"];
            /** @description This month: what `coverage` is of. */
            period: components["schemas"]["Period"];
            /** @description Providers today, busiest first, with their breakers now. */
            providers: components["schemas"]["ProviderRow"][];
            /** @description The newest rows, newest first, at most 20. */
            recent: components["schemas"]["EventRow"][];
            /**
             * Format: int64
             * @description Counts the messages of this socket from 1.
             */
            seq: number;
            /** @description Whether sandbox rows are anywhere in here. */
            simulated: boolean;
            /** @description Today so far. */
            today: components["schemas"]["Headline"];
        };
        /** @description A model's breaker. */
        ModelBreaker: {
            /** @description Its breaker. */
            breaker: components["schemas"]["Breaker"];
            /** @description The model. */
            model: string;
        };
        /** @description One model at a provider. */
        ModelRow: components["schemas"]["Performance"] & {
            breaker: components["schemas"]["Breaker"] | null;
            /** @description The model. */
            model: string;
        };
        /**
         * Format: date-time
         * @description A moment in UTC to the millisecond, such as `2026-11-23T19:08:01.123Z`.
         * @example 2026-11-23T19:08:01.123Z
         */
        Moment: string;
        /**
         * @description What requests cost and what they saved. `savings_usd` is exactly `baseline_usd - covered_cost_usd`, and exactly the
         *     sum of the drivers.
         */
        Money: {
            baseline_usd: components["schemas"]["Usd"] | null;
            cost_usd: components["schemas"]["Usd"] | null;
            covered_cost_usd: components["schemas"]["Usd"] | null;
            overhead_usd: components["schemas"]["Usd"] | null;
            /**
             * Format: double
             * @description Savings as a share of the baseline, in percent with two decimals, signed; null without a baseline or one of 0.
             */
            savings_percent: number | null;
            savings_usd: components["schemas"]["Usd"] | null;
        };
        /** @description How this calendar month may end, whatever day the platform counts from. */
        MonthEnd: {
            cost_usd: components["schemas"]["ForecastBand"] | null;
            saved_so_far_usd: components["schemas"]["Usd"] | null;
            savings_usd: components["schemas"]["ForecastBand"] | null;
            spent_so_far_usd: components["schemas"]["Usd"] | null;
        };
        /** @description A key just made. */
        NewKeyAnswer: components["schemas"]["KeyItem"] & {
            /**
             * @description The key itself, shown this once.
             * @example tk_…
             */
            key: string;
        };
        /** @description A key to make. */
        NewKeyBody: {
            /** @description What its owner calls it, 1 to 100 characters. */
            name: string;
            /**
             * Format: uuid
             * @description Whose requests these are, where the key is personal.
             */
            user_id?: string | null;
        };
        /** @description A price to add. */
        NewPriceBody: {
            /** @description The catalogue: a provider's `catalogue` setting. */
            catalogue: string;
            effective_from?: components["schemas"]["Moment"] | null;
            effective_to?: components["schemas"]["Moment"] | null;
            /** @description The model. */
            model: string;
            /** @description Where the figure comes from, 1 to 200 characters. */
            source: string;
            /**
             * Format: uuid
             * @description A tenant's override; null for the list price.
             */
            tenant_id?: string | null;
            /** @description The standard tier first, then the conditional ones; 1 to 16. */
            tiers: components["schemas"]["TierBody"][];
        };
        /** @description A tenant to make. */
        NewTenantBody: {
            /** @description Its name, unique, 1 to 100 characters. */
            name: string;
            /** @description The IANA zone its days are counted in; UTC by default. */
            timezone?: string | null;
        };
        /** @description Requests without an estimate of savings, by reason. No estimate is not a saving of zero. */
        NoEstimateCounts: {
            /**
             * Format: int64
             * @description They failed; their cost is an overhead.
             */
            failed: number;
            /**
             * Format: int64
             * @description Neither a requested model nor a configured baseline.
             */
            no_baseline: number;
            /**
             * Format: int64
             * @description Their own price or the baseline's is missing.
             */
            unpriced: number;
        };
        /**
         * @description A time in which a provider, or one model there, was not served: from the moment its breaker opened until it closed,
         *     however often it was tried in between.
         */
        OutageItem: {
            /** @description Since when; may be before the span. */
            from: components["schemas"]["Moment"];
            /** @description Where its breaker stood last before it closed: `open` or `half_open`. */
            last_state: components["schemas"]["BreakerState"];
            /** @description The model; null where all of the provider was out. */
            model: string | null;
            /** @description The provider. */
            provider: string;
            /** @description Why, as an error code; null where the gateway did not say. */
            reason: string | null;
            to: components["schemas"]["Moment"] | null;
        };
        /** @description Percentiles from a merged histogram, off by at most 1 %. Null where `n` is 0. */
        Percentiles: {
            /**
             * Format: int64
             * @description How many values stand behind them.
             */
            n: number;
            /**
             * Format: double
             * @description The median.
             */
            p50: number | null;
            /**
             * Format: double
             * @description 95 of 100 are below.
             */
            p95: number | null;
            /**
             * Format: double
             * @description 99 of 100 are below.
             */
            p99: number | null;
        };
        /** @description How attempts went. Counts attempts, not requests: each provider answers for its own. */
        Performance: {
            /**
             * Format: int64
             * @description Attempts.
             */
            attempts: number;
            cost_per_1k_requests_usd: components["schemas"]["Usd"] | null;
            cost_usd: components["schemas"]["Usd"] | null;
            /**
             * Format: int64
             * @description Failures caused by the client; the success rate leaves them out.
             */
            failed_client: number;
            /**
             * Format: int64
             * @description All other failures.
             */
            failed_other: number;
            /** @description Milliseconds of successful attempts. */
            latency_ms: components["schemas"]["Percentiles"];
            /**
             * Format: int64
             * @description Output tokens of successful attempts.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Rate limits among them.
             */
            rate_limited: number;
            /**
             * Format: int64
             * @description Requests whose final attempt was here.
             */
            requests: number;
            /**
             * Format: int64
             * @description Attempts that gave a complete answer.
             */
            succeeded: number;
            /**
             * Format: double
             * @description `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
             */
            success_percent: number | null;
            /**
             * Format: int64
             * @description Time-outs among them.
             */
            timed_out: number;
            /** @description Output tokens a second of successful streamed attempts. */
            tokens_per_s: components["schemas"]["Percentiles"];
            /** @description Milliseconds to the first token of successful streamed attempts. */
            ttft_ms: components["schemas"]["Percentiles"];
            /**
             * Format: int64
             * @description Requests here whose cost is not known.
             */
            unpriced: number;
        };
        /** @description One bucket of performance. */
        PerformanceBucket: components["schemas"]["Performance"] & {
            /** @description When it begins. Buckets in which nothing was asked are there too. */
            start: components["schemas"]["Moment"];
        };
        /** @description One provider, or one model of it, over time. */
        PerformanceSeries: {
            /** @description Over time. */
            buckets: components["schemas"]["PerformanceBucket"][];
            /** @description The model; null where all of the provider's are together. */
            model: string | null;
            /** @description The provider's name in events. */
            provider: string;
            /** @description Whether what the provider answers is made up. */
            simulated: boolean;
        };
        /** @description The span an answer covers. */
        Period: {
            /** @description Where it begins, this moment included. */
            from: components["schemas"]["Moment"];
            /** @description The name it was asked by, such as `30d`; null for dates. */
            name: string | null;
            /** @description Where it ends, this moment excluded. May lie ahead of `as_of`: today ends at midnight. */
            to: components["schemas"]["Moment"];
            /**
             * @description The IANA zone its days are counted in.
             * @example Europe/Berlin
             */
            tz: string;
        };
        /** @description What the platform costs from now on. */
        PlatformCostBody: {
            /** @description A month, 0 to 9000000. */
            monthly_usd: components["schemas"]["Usd"];
            /** @description Setting it up, once, 0 to 9000000; 0 by default. */
            setup_usd?: components["schemas"]["Usd"];
            /**
             * @description The day from which it costs and savings count: an ISO date in the tenant's zone, not after today. Null, the default,
             *     for the day of the first request.
             * @example 2026-11-01
             */
            since?: string | null;
        };
        /** @description What the platform costs. */
        PlatformCostItem: {
            /** @description A month. */
            monthly_usd: components["schemas"]["Usd"];
            /** @description Setting it up, once. */
            setup_usd: components["schemas"]["Usd"];
            /** @description The day from which it costs and savings count, an ISO date; null for the day of the first request. */
            since: string | null;
        };
        /** @description One price row. */
        PriceItem: {
            /** @description The catalogue. */
            catalogue: string;
            /** @description From when. */
            effective_from: components["schemas"]["Moment"];
            effective_to: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Its id; ledger rows keep it.
             */
            id: number;
            /** @description The model. */
            model: string;
            /** @description Where the figure comes from. */
            source: string;
            /**
             * Format: uuid
             * @description Whose override; null for the list price.
             */
            tenant_id: string | null;
            /** @description The rates. */
            tiers: components["schemas"]["TierBody"][];
        };
        /** @description Prices, by catalogue, model and begin. */
        PriceList: {
            /** @description The rows of this page. */
            items: components["schemas"]["PriceItem"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description A problem, as `application/problem+json`. */
        Problem: {
            /** @description What is wrong here. */
            detail: string;
            /** @description The parameter or JSON field at fault. */
            field?: string | null;
            /** @description What to do. */
            fix?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind in words. */
            title: string;
            /**
             * @description Names the kind of problem; stable, `/problems/` and a word.
             * @example /problems/bad-parameter
             */
            type: string;
        };
        /** @description How sure the savings are, in requests. */
        Provenances: {
            /**
             * Format: int64
             * @description The baseline's own model served: the figure is what was billed.
             */
            measured: number;
            /**
             * Format: int64
             * @description The same tokens priced on another model.
             */
            modelled: number;
            /**
             * Format: int64
             * @description No figure; the reasons stand in `coverage.no_estimate`.
             */
            no_estimate: number;
        };
        /** @description A provider. */
        ProviderItem: {
            breaker: components["schemas"]["Breaker"] | null;
            /** @description Whose prices apply. */
            catalogue: string;
            /** @description Its kind. */
            kind: string;
            /** @description Breakers of single models that are not closed. */
            models: components["schemas"]["ModelBreaker"][];
            /** @description Its name in events. */
            name: string;
            /** @description The routes that may ask it, by name, as in `GET /api/v1/admin/routes`. */
            routes: string[];
            /** @description Whether what it answers is made up. */
            simulated: boolean;
        };
        /** @description Providers by name. */
        ProviderList: {
            /** @description When the breakers were read. */
            as_of: components["schemas"]["Moment"];
            /** @description The providers. */
            items: components["schemas"]["ProviderItem"][];
            /** @description Always null. */
            next_cursor: string | null;
        };
        /** @description One provider. */
        ProviderRow: components["schemas"]["Performance"] & {
            breaker: components["schemas"]["Breaker"] | null;
            /** @description Its kind, such as `openai`; null if it was never configured here. */
            kind: string | null;
            /** @description By model, busiest first. */
            models: components["schemas"]["ModelRow"][];
            /** @description Its name in events. */
            provider: string;
            /** @description Whether what it answers is made up. */
            simulated: boolean;
        };
        /** @description Providers' performance. */
        ProvidersAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description What the costs know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The span; rolling spans are widened to whole UTC hours, on which histograms rest. */
            period: components["schemas"]["Period"];
            /** @description The providers that were asked, busiest first. */
            providers: components["schemas"]["ProviderRow"][];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
        };
        /** @description Providers' performance over time. */
        ProviderSeriesAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description What the costs know. */
            coverage: components["schemas"]["Coverage"];
            /** @description How wide the buckets are. */
            grain: components["schemas"]["Window"];
            /**
             * @description The outages that overlap the span, newest first, 1,000 at most: of every provider of this installation, or of those
             *     that are named, whether this tenant asked them or not.
             */
            outages: components["schemas"]["OutageItem"][];
            /** @description The span, widened to whole UTC hours, on which percentiles rest. */
            period: components["schemas"]["Period"];
            /** @description The providers that were asked, or the models of one; busiest first, 50 at most. */
            providers: components["schemas"]["PerformanceSeries"][];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
        };
        /** @description Dollars a million tokens, by class. Null is unknown or not offered, never free. */
        RatesBody: {
            /** @default null */
            cache_read_usd_per_mtok: components["schemas"]["Usd"] | null;
            /** @default null */
            cache_write_1h_usd_per_mtok: components["schemas"]["Usd"] | null;
            /** @default null */
            cache_write_5m_usd_per_mtok: components["schemas"]["Usd"] | null;
            /** @default null */
            input_usd_per_mtok: components["schemas"]["Usd"] | null;
            /** @default null */
            output_usd_per_mtok: components["schemas"]["Usd"] | null;
            /** @default null */
            reasoning_usd_per_mtok: components["schemas"]["Usd"] | null;
        };
        /** @description How many there are of a reason. */
        ReasonCount: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description The reason. */
            reason: string;
        };
        /** @description What to replay instead of the known fields as they are. */
        ReplayBody: {
            /** @description The fixed event, whole, by the usage event's field names; as it stands in `known` by default. */
            event?: Record<string, never> | null;
        };
        /** @description A projection. */
        RoiAnswer: {
            /** @description When this was computed, and at which moment's prices. */
            as_of: components["schemas"]["Moment"];
            /** @description What was assumed, in sentences. */
            assumptions: string[];
            /** @description Low, base and high. */
            cases: components["schemas"]["RoiCase"][];
            /** @description What the last 30 days know. */
            coverage: components["schemas"]["Coverage"];
            /** @description What a month costs now. */
            current_monthly_cost_usd: components["schemas"]["Usd"];
            /** @description The last 30 days, for comparison: what `coverage` is of. No figure of the projection comes from them. */
            period: components["schemas"]["Period"];
            productivity_usd: components["schemas"]["Usd"] | null;
            /** @description Whether sandbox rows are among the last 30 days. */
            simulated: boolean;
        };
        /** @description A month as it is, and as it is planned. */
        RoiBody: {
            /** @description The models to move to, at most 20; what their shares leave of 100 stays on the current one. */
            candidates: components["schemas"]["RoiCandidateBody"][];
            /**
             * @description The model used now, as `provider/model`.
             * @example openai/gpt-5.4
             */
            current_model: string;
            hourly_rate_usd?: components["schemas"]["Usd"] | null;
            /**
             * Format: int64
             * @description Average input tokens of a request.
             */
            input_tokens: number;
            /**
             * Format: int64
             * @description Minutes a month that people are expected to win, all together; only for `productivity_usd`.
             */
            minutes_won_per_month?: number | null;
            /**
             * Format: int64
             * @description Average output tokens of a request.
             */
            output_tokens: number;
            /** @description What running Tollkeeper costs a month; 0 by default. */
            platform_cost_usd_per_month?: components["schemas"]["Usd"];
            /**
             * Format: int64
             * @description Requests a month.
             */
            requests_per_month: number;
            /** @description What introducing it costs once; 0 by default. */
            setup_cost_usd?: components["schemas"]["Usd"];
        };
        /** @description One bucket. */
        RoiBucket: {
            baseline_usd: components["schemas"]["Usd"] | null;
            cost_usd: components["schemas"]["Usd"] | null;
            /** @description The one less the other. */
            cumulative_net_usd: components["schemas"]["Usd"];
            /** @description The platform's cost so far: the shares, and the setup from the first bucket on. */
            cumulative_platform_usd: components["schemas"]["Usd"];
            /** @description Savings so far. What is not known adds nothing. */
            cumulative_savings_usd: components["schemas"]["Usd"];
            /**
             * @description Its days' share of the platform's month; a day counts whole from its begin, and the days of a whole month sum to
             *     exactly the month. The setup is not in it.
             */
            platform_cost_usd: components["schemas"]["Usd"];
            savings_usd: components["schemas"]["Usd"] | null;
            /** @description When it begins; the first week may begin before the period, and holds only what lies in it. */
            start: components["schemas"]["Moment"];
        };
        /** @description A model to move to. */
        RoiCandidateBody: {
            /** @description The model, as `provider/model`. */
            model: string;
            /**
             * Format: int64
             * @description Its share of the requests, in percent.
             */
            share_percent: number;
        };
        /** @description One projection. All money is modelled, never billed. */
        RoiCase: {
            /** @description What the tokens of a month would cost. */
            monthly_cost_usd: components["schemas"]["Usd"];
            /** @description The same less the platform's cost, signed. */
            monthly_net_usd: components["schemas"]["Usd"];
            /** @description The current cost less that, signed. */
            monthly_savings_usd: components["schemas"]["Usd"];
            /** @description `low`, `base` or `high`. */
            name: string;
            /**
             * Format: double
             * @description Months until the setup is paid, with one decimal; null for never.
             */
            payback_months: number | null;
            /**
             * Format: int64
             * @description How much of the planned mix moves, in percent.
             */
            realized_percent: number;
            /**
             * Format: double
             * @description Net savings of twelve months less the setup, in percent of what is spent; null where nothing is spent.
             */
            roi_percent: number | null;
        };
        /** @description What may come. All of it is modelled. */
        RoiForecast: {
            /**
             * Format: int64
             * @description How many full days it rests on.
             */
            basis_days: number;
            /** @description By day, today first. */
            buckets: components["schemas"]["ForecastBucket"][];
            /** @description How it is made and what it assumes, a sentence. */
            method: string;
            /** @description How this month may end. */
            month_end: components["schemas"]["MonthEnd"];
            /** @description When it may pay back. */
            pays_back_on: components["schemas"]["ForecastPayback"];
            /**
             * @description The last day it covers, an ISO date: the end of next month.
             * @example 2026-12-31
             */
            until: string;
        };
        /** @description Savings less what the platform costs, over time. */
        RoiTimelineAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description Over time. */
            buckets: components["schemas"]["RoiBucket"][];
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            forecast: components["schemas"]["RoiForecast"] | null;
            /** @description Why there is no forecast and from when there may be one, a sentence; null where there is one. */
            forecast_reason: string | null;
            /** @description `day`, or `week` where the period is longer than 400 days. */
            grain: components["schemas"]["Window"];
            /** @description Savings less the platform's cost up to now. */
            net_usd: components["schemas"]["Usd"];
            /**
             * @description The first day from which the cumulative net is 0 or more and stays so up to now, an ISO date in the period's zone; the
             *     first day of all where the platform costs nothing; null while it is a loss.
             * @example 2026-11-23
             */
            paid_back_on: string | null;
            /**
             * @description From the platform's `since`, or the first request, up to today, at most 24 months back. What lies before it is in no
             *     figure, a setup that was paid before it included.
             */
            period: components["schemas"]["Period"];
            /** @description What the platform costs. */
            platform: components["schemas"]["PlatformCostItem"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
        };
        /** @description A model that a route may ask. */
        RouteCandidateItem: {
            /** @description The hardest class of request that it is given first: `simple`, `moderate` or `complex`; null for any. */
            max_complexity: string | null;
            /**
             * @description The model, as `provider/model`.
             * @example openai/gpt-5.4-mini
             */
            model: string;
            /**
             * Format: int32
             * @description Its share under the `weighted` strategy, 1 where none is configured; other strategies do not heed it.
             */
            weight: number;
        };
        /** @description A route. */
        RouteItem: {
            /** @description What savings are measured against, as `provider/model`; null where it is what the client named. */
            baseline: string | null;
            /** @description Who can be asked, in the order of the configuration. */
            candidates: components["schemas"]["RouteCandidateItem"][];
            /** @description What clients send as `model`. */
            name: string;
            /** @description When a gateway last started with it, or read it anew. */
            seen_at: components["schemas"]["Moment"];
            /** @description How candidates are ordered: `cost_optimized`, `performance`, `priority` or `weighted`. */
            strategy: string;
        };
        /** @description Routes by name. */
        RouteList: {
            /** @description The routes, as the gateway that started or reloaded last has them. One that it does not have is not here. */
            items: components["schemas"]["RouteItem"][];
            /** @description Always null. */
            next_cursor: string | null;
        };
        /** @description Savings of a period. */
        SavingsAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description Over time. */
            buckets: components["schemas"]["CostBucket"][];
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The savings by cause, all seven in the ledger's order; they sum to `total.savings_usd`. Empty where that is null. */
            drivers: components["schemas"]["Driver"][];
            /** @description How wide the buckets are. */
            grain: components["schemas"]["Window"];
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description How sure they are. */
            provenance: components["schemas"]["Provenances"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description The sums. */
            total: components["schemas"]["Money"];
        };
        /** @description Who is signed in. */
        SessionAnswer: {
            /** @description When this was answered. */
            as_of: components["schemas"]["Moment"];
            expires_at: components["schemas"]["Moment"] | null;
            key: components["schemas"]["KeyCard"] | null;
            /** @description A tenant's key, or the operator. */
            kind: components["schemas"]["SessionKind"];
            tenant: components["schemas"]["TenantCard"] | null;
        };
        /**
         * @description Who a session speaks for.
         * @enum {string}
         */
        SessionKind: "tenant" | "operator";
        /** @description What to sign in with: one of the two. */
        SignInBody: {
            /** @description An API key of a tenant, or the operator key. */
            key?: string | null;
            /** @description The token of a one-time sign-in link. */
            link?: string | null;
        };
        /** @description Whose figures these are. */
        TenantCard: {
            /**
             * Format: uuid
             * @description The tenant.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Its own zone. */
            timezone: string;
        };
        /** @description A tenant. */
        TenantItem: {
            closed_at: components["schemas"]["Moment"] | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The IANA zone its days are counted in. */
            timezone: string;
        };
        /** @description Tenants by name. */
        TenantList: {
            /** @description The tenants of this page. */
            items: components["schemas"]["TenantItem"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description What to change of a tenant. */
        TenantPatch: {
            /** @description Its new name. */
            name?: string | null;
            /** @description Its new zone: days, weeks and months are rebuilt. */
            timezone?: string | null;
        };
        /** @description Rates under a condition. */
        TierBody: {
            /**
             * Format: int64
             * @description Holds for prompts of more input tokens than this.
             */
            above_input_tokens?: number;
            /** @description What a million tokens cost then; a null class falls back to the standard tier's. */
            rates: components["schemas"]["RatesBody"];
            /** @description The provider's service tier (`batch`, `priority`); null for the standard one. */
            service_tier?: string | null;
        };
        /** @description Tokens by class. The classes of input do not overlap; `reasoning` is a part of `output`. */
        Tokens: {
            /**
             * Format: int64
             * @description Input read from a prompt cache.
             */
            cache_read: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of one hour.
             */
            cache_write_1h: number;
            /**
             * Format: int64
             * @description Input written to a prompt cache of five minutes.
             */
            cache_write_5m: number;
            /**
             * Format: int64
             * @description All input, cached parts included.
             */
            input: number;
            /**
             * Format: int64
             * @description All output.
             */
            output: number;
            /**
             * Format: int64
             * @description The part of output spent on reasoning.
             */
            reasoning: number;
        };
        /** @description One line of a table of the dearest. */
        TopRow: {
            cost_usd: components["schemas"]["Usd"] | null;
            /** @description The value; null for `none` and `other`. */
            key: string | null;
            /** @description What it is. */
            kind: components["schemas"]["GroupKind"];
            /** @description What to show. */
            label: string;
            /**
             * Format: int64
             * @description Requests.
             */
            requests: number;
            savings_usd: components["schemas"]["Usd"] | null;
            /** @description Tokens. */
            tokens: components["schemas"]["Tokens"];
        };
        /** @description Requests and tokens. */
        Traffic: {
            /**
             * Format: int64
             * @description Attempts, the final ones included.
             */
            attempts: number;
            /**
             * Format: int64
             * @description Requests whose client left before the end.
             */
            client_gone: number;
            /**
             * Format: int64
             * @description Failures that the client caused; success rates leave them out.
             */
            failed_client: number;
            /**
             * Format: int64
             * @description All other failures.
             */
            failed_other: number;
            /**
             * Format: double
             * @description Mean milliseconds from admission to the end, with one decimal; null without requests.
             */
            latency_ms_mean: number | null;
            /**
             * Format: int64
             * @description Requests, each counted once.
             */
            requests: number;
            /**
             * Format: int64
             * @description Requests answered as a stream.
             */
            streamed: number;
            /**
             * Format: int64
             * @description Those with a complete answer.
             */
            succeeded: number;
            /**
             * Format: double
             * @description `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
             */
            success_percent: number | null;
            /** @description Billed tokens. */
            tokens: components["schemas"]["Tokens"];
        };
        /** @description A model that was used and has no price. */
        UnpricedItem: {
            /** @description The catalogue a price belongs in. */
            catalogue: string;
            /** @description The model. */
            model: string;
            /** @description The provider. */
            provider: string;
            /**
             * Format: int64
             * @description Requests in the last 30 days whose cost is not known.
             */
            requests: number;
        };
        /** @description Models without a price, most used first. */
        UnpricedList: {
            /** @description The models. */
            items: components["schemas"]["UnpricedItem"][];
            /** @description Always null. */
            next_cursor: string | null;
        };
        /** @description Requests and tokens over time. */
        UsageAnswer: {
            /** @description When this was computed. */
            as_of: components["schemas"]["Moment"];
            /** @description Over time, all groups together. */
            buckets: components["schemas"]["UsageBucket"][];
            compared: components["schemas"]["Compared_Traffic_UsageBucket"] | null;
            /** @description What the figures know. */
            coverage: components["schemas"]["Coverage"];
            /** @description How wide the buckets are. */
            grain: components["schemas"]["Window"];
            group_by: components["schemas"]["GroupBy"] | null;
            /** @description The groups, busiest first, then `other`; they sum to the total. */
            groups: components["schemas"]["UsageGroup"][];
            /** @description The span. */
            period: components["schemas"]["Period"];
            /** @description Whether sandbox rows are among them. */
            simulated: boolean;
            /** @description The sums over the period. */
            total: components["schemas"]["Traffic"];
        };
        /** @description One bucket of usage. */
        UsageBucket: components["schemas"]["Traffic"] & {
            /** @description When it begins. */
            start: components["schemas"]["Moment"];
        };
        /** @description One group's usage. */
        UsageGroup: {
            /** @description Over time. */
            buckets: components["schemas"]["UsageBucket"][];
            /** @description What they know. */
            coverage: components["schemas"]["Coverage"];
            /** @description The value; null for `none` and `other`. */
            key: string | null;
            /** @description What this group is. */
            kind: components["schemas"]["GroupKind"];
            /** @description What to show. */
            label: string;
            /** @description The group's sums over the period. */
            total: components["schemas"]["Traffic"];
        };
        /**
         * @description US dollars as an exact decimal in a string, such as `"12.3456789"`; negative for a loss. Never rounded.
         * @example 12.3456789
         */
        Usd: string;
        /** @description A user to name. */
        UserBody: {
            /** @description An address. */
            email?: string | null;
            /** @description The id in events, or the text that clients send as `user`; a new id by default. */
            external_id?: string | null;
            /** @description What to show, 1 to 100 characters. */
            name: string;
        };
        /** @description A user. */
        UserItem: {
            /** @description When it was added. */
            created_at: components["schemas"]["Moment"];
            /** @description An address. */
            email: string | null;
            /**
             * Format: uuid
             * @description The id in events.
             */
            id: string;
            /** @description What to show. */
            name: string;
        };
        /** @description Users by name. */
        UserList: {
            /** @description The users of this page. */
            items: components["schemas"]["UserItem"][];
            /** @description Where to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description A view to keep. */
        ViewBody: {
            /** @description What its owner calls it, 1 to 100 characters. */
            name: string;
            /** @description The page. */
            page: components["schemas"]["ViewPage"];
            /**
             * @description The address's query string without its question mark, percent-encoded, at most 2,000 bytes; empty by default. A
             *     `tenant_id` in it is not kept: whose figures are shown is the credential's to say.
             * @example period=30d&group_by=model
             */
            query?: string;
        };
        /** @description A saved view. */
        ViewItem: {
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What its owner calls it. */
            name: string;
            /** @description The page. */
            page: components["schemas"]["ViewPage"];
            /** @description The address's query string without its question mark. */
            query: string;
        };
        /** @description Every view of the tenant. */
        ViewList: {
            /** @description The views, by name. */
            items: components["schemas"]["ViewItem"][];
            /** @description Always null: a tenant's views fit one page. */
            next_cursor: string | null;
        };
        /**
         * @description A page of the dashboard.
         * @enum {string}
         */
        ViewPage: "overview" | "costs" | "providers" | "usage" | "roi" | "calculator" | "alerts" | "requests";
        /**
         * @description How wide a bucket is.
         * @enum {string}
         */
        Window: "quarter" | "hour" | "day" | "week" | "month";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_audit: {
        parameters: {
            query?: {
                /** @description At most so many, 1 to 1000; 100 by default */
                limit?: number;
                /** @description Only in this tenant */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letters: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_dead_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_dead_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayBody"] | null;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_prices: {
        parameters: {
            query?: {
                /** @description Only this catalogue */
                catalogue?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
                /** @description Only this model */
                model?: string;
                /** @description Only this tenant's overrides */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_price: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPriceBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_price: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_unpriced: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnpricedList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_routes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tenants: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTenantBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKeyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items a page, 1 to 1000. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant */
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alerts: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_alert: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_alert: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_alert: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_alert: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_alert: {
        parameters: {
            query?: {
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPreviewAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_costs: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /** @description The span to compare with, which `compared` then holds. */
                compare?: "previous" | "last_year";
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description How wide the buckets are; by default what gives 7 to 100 of them. */
                grain?: "quarter" | "hour" | "day" | "week" | "month";
                /** @description One series a value of this; without it one series. */
                group_by?: "provider" | "model" | "key" | "user" | "route" | "client" | "request_type";
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Only this model. */
                model?: string[];
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /** @description How many groups stand alone, 1 to 50, 10 by default; the rest is one group `other`. */
                top?: number;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostsAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_costs_of_period: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /** @description The span to compare with, which `compared` then holds. */
                compare?: "previous" | "last_year";
                /** @description How wide the buckets are; by default what gives 7 to 100 of them. */
                grain?: "quarter" | "hour" | "day" | "week" | "month";
                /** @description One series a value of this; without it one series. */
                group_by?: "provider" | "model" | "key" | "user" | "route" | "client" | "request_type";
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Only this model. */
                model?: string[];
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /** @description The tenant; needed with the operator key. */
                tenant_id?: string;
                /** @description How many groups stand alone, 1 to 50, 10 by default; the rest is one group `other`. */
                top?: number;
                /** @description The IANA zone in which days are counted; the tenant's by default. */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path: {
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo` */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostsAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dashboard: {
        parameters: {
            query?: {
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description Only this error. */
                error_code?: string;
                /**
                 * @description The first moment, included: RFC 3339, cut to milliseconds. Needs `to`; at most 366 days; not together with `period` or
                 *     dates.
                 * @example 2026-11-23T14:00:00Z
                 */
                from?: string;
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Items a page, 1 to 1000. */
                limit?: number;
                /** @description Only this model. */
                model?: string[];
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only rows whose cost is known, or is not. */
                priced?: boolean;
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /** @description Only this conversation. */
                session_id?: string;
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description Only complete answers, or only failures. */
                succeeded?: boolean;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The moment that ends the span, excluded.
                 * @example 2026-11-23T15:00:00Z
                 */
                to?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_event: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                /** @description The event's id, which is the request's */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventRow"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_exports: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_export: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description Only this error. */
                error_code?: string;
                /**
                 * @description The first moment, included: RFC 3339, cut to milliseconds. Needs `to`; at most 366 days; not together with `period` or
                 *     dates.
                 * @example 2026-11-23T14:00:00Z
                 */
                from?: string;
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Only this model. */
                model?: string[];
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only rows whose cost is known, or is not. */
                priced?: boolean;
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /** @description Only this conversation. */
                session_id?: string;
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description Only complete answers, or only failures. */
                succeeded?: boolean;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The moment that ends the span, excluded.
                 * @example 2026-11-23T15:00:00Z
                 */
                to?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_export: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_export: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_export_file: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_platform_cost: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformCostItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_platform_cost: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlatformCostBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformCostItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_providers: {
        parameters: {
            query?: {
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only this provider; may be given several times */
                provider?: string[];
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_provider_series: {
        parameters: {
            query?: {
                /** @description One row a provider, or one a model of the one provider that is named. */
                by?: "provider" | "model";
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /**
                 * @description How wide the buckets are: `hour`, `day`, `week` or `month`; by default what gives 7 to 100 of them. Percentiles rest
                 *     on whole UTC hours, so `quarter` is refused.
                 */
                grain?: "quarter" | "hour" | "day" | "week" | "month";
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only this provider; may be given several times. */
                provider?: string[];
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderSeriesAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_roi: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key. */
                tenant_id?: string;
                /** @description The IANA zone in which days are counted; the tenant's by default. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoiTimelineAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculate_roi: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoiBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoiAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_savings: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Only this model. */
                model?: string[];
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavingsAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_usage: {
        parameters: {
            query?: {
                /** @description Only this client program. */
                client?: string[];
                /** @description The span to compare with, which `compared` then holds. */
                compare?: "previous" | "last_year";
                /**
                 * @description The last day, included.
                 * @example 2026-11-30
                 */
                end_date?: string;
                /** @description How wide the buckets are; by default what gives 7 to 100 of them. */
                grain?: "quarter" | "hour" | "day" | "week" | "month";
                /** @description One series a value of this; without it one series. */
                group_by?: "provider" | "model" | "key" | "user" | "route" | "client" | "request_type";
                /** @description Only this API key. */
                key_id?: string[];
                /** @description Only this model. */
                model?: string[];
                /** @description `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates. */
                period?: string;
                /** @description Only this provider. */
                provider?: string[];
                /** @description Only this kind: `completion`, `chat` or `embedding`. */
                request_type?: string[];
                /** @description Only this route. */
                route?: string[];
                /**
                 * @description The first day, included: an ISO date in `tz`. Needs `end_date`.
                 * @example 2026-11-01
                 */
                start_date?: string;
                /** @description The tenant; needed with the operator key, refused if it is not the caller's own otherwise. */
                tenant_id?: string;
                /** @description How many groups stand alone, 1 to 50, 10 by default; the rest is one group `other`. */
                top?: number;
                /**
                 * @description The IANA zone in which days are counted; the tenant's by default.
                 * @example Europe/Berlin
                 */
                tz?: string;
                /** @description Only this user. */
                user_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_views: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_view: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_view: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewItem"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_view: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_current: {
        parameters: {
            query?: {
                /** @description The tenant; needed with the operator key */
                tenant_id?: string;
                /** @description The IANA zone named in the answer */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
