/* Made by scripts/api-types.mjs from `throughline schema api`. Do not edit. */

export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked for that changes something, newest first: who, from where, what, to what, how it ended. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log as a file, newest first. It is read while it is sent; one that breaks off was not sent whole. */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest version of every process, by key. */
        get: operations["list_definitions"];
        put?: never;
        /** Deploys a definition: a new version where its content changed. */
        post: operations["deploy_definition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a definition and deploys nothing. */
        post: operations["validate_definition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A process: its latest version, its input, its versions. */
        get: operations["get_definition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{key}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of a process with its source. */
        get: operations["get_definition_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definitions/{key}/{version}/bpmn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version of a process as BPMN 2.0 XML with its diagram.
         * @description The id of an element is the path of its step with dots for slashes.
         */
        get: operations["get_definition_bpmn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/process-rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rights on single processes, newest first. */
        get: operations["list_process_rights"];
        put?: never;
        /** Gives a right on a process. From the first on, only those it is given to have it, and administrators. */
        post: operations["grant_process_right"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/process-rights/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a right back. When the last one of its kind on a process goes, the role decides again. */
        delete: operations["revoke_process_right"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processes/{key}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a run. It is durable when this answers.
         * @description With `wait` the answer comes when the run has ended or stands at an incident, or when the time is over: look at
         *     `status`, which is `running` or `waiting` then. The answer is 201 either way.
         */
        post: operations["start_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs, newest first. */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run: where it stands, its result or error, and how far its `for_each` are. */
        get: operations["get_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a run. What it has done stays done. */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows a run until it has ended. */
        get: operations["follow_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Facts of a run, oldest first, as they were recorded. */
        get: operations["read_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a suspended run go on. */
        post: operations["resume_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has every open incident of a run tried again. Calls that succeeded are not repeated. */
        post: operations["retry_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a run for a while: calls under way end, no new ones are made. */
        post: operations["suspend_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tokens/{token}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a token to another step. What it did where it stood is given up. */
        post: operations["move_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tokens/{token}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has one incident tried again, with edited variables where some are given. */
        post: operations["retry_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tokens/{token}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the output of an activity that stands at an incident: it counts as done. */
        post: operations["skip_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Gives variables other values. No step is done again by it. */
        patch: operations["edit_variables"];
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules, by process and name. */
        get: operations["list_schedules"];
        put?: never;
        /** Makes a schedule of a process that is deployed. */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A schedule. */
        get: operations["get_schedule"];
        /** Replaces the settings of a schedule that was made by the API. New times begin now. */
        put: operations["change_schedule"];
        post?: never;
        /** Deletes a schedule that was made by the API, with its history. Its runs stay. */
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts what was planned in a past range and started nothing, one after the other.
         * @description Planned times that started a run are left alone, so the same range can be asked for again.
         */
        post: operations["backfill_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the planned times of a schedule, the latest first. */
        get: operations["list_firings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pauses a schedule: nothing of it starts until it is resumed. One that is paused stays as it is. */
        post: operations["pause_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next planned times of a schedule, paused or not. */
        get: operations["preview_schedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a schedule go on from now. What was planned while it was paused is not made up for: backfill it if it matters. */
        post: operations["resume_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a run now, beside whatever is under way, also of a schedule that is paused.
         * @description `outcome` says what became of it: `fired` with the run, `failed` with the reason, or `starting` where the start is
         *     tried again by itself.
         */
        post: operations["run_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every named secret, without its value. */
        get: operations["list_secrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets a secret, new or in the place of the one before. Connections that refer to it take it at their next sign-in, at
         *     the latest after a minute.
         */
        put: operations["set_secret"];
        post?: never;
        /** Forgets a secret. Connections that refer to it fail from their next sign-in on. */
        delete: operations["delete_secret"];
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
        /** Who calls. Works for tokens, too. */
        get: operations["get_session"];
        put?: never;
        /** Signs a user in. The answer sets the session's cookie. */
        post: operations["sign_in"];
        /** Signs out: the session ends. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens, newest first: administrators see all, users their own. The tokens themselves are kept nowhere. */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Makes a token. It is in this answer and nowhere else.
         * @description Administrators make any; users who have signed in make their own, with at most their own role.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a token: at once on this node, within ten seconds on others. Revoking it again changes nothing. */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users, by name. */
        get: operations["list_users"];
        put?: never;
        /** Makes a user. */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user. */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /** Deletes a user with sessions and tokens. What they did stays in the audit log. */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /** Changes the role of a user, or whether they may sign in. Who may not loses sessions and tokens at once. */
        patch: operations["change_user"];
        trace?: never;
    };
    "/api/v1/users/{user}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets a password; the user's other sessions end. Your own needs the one you have. */
        put: operations["set_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives. */
        get: operations["health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether new work is taken. */
        get: operations["health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** `GET /metrics`. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What became of a cancel or retry. */
        Accepted: {
            /** @description True: it is in the journal. False: it is durable, and the node that has the run will carry it out. */
            done: boolean;
            /** @description Retry: how many incidents are tried again. */
            incidents?: number | null;
            /**
             * Format: uuid
             * @description The run.
             */
            run_id: string;
        };
        /** @description A token for machines, without the token. */
        ApiToken: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Who made it. */
            created_by: string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            expires_at?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute.
             */
            last_used_at?: string | null;
            /** @description Its name; the journal and the audit log name its bearer `token:<name>`. */
            name: string;
            /**
             * @description How it begins, to tell which it is.
             * @example tl_ab12…
             */
            prefix: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at?: string | null;
            /** @description Who revoked it. */
            revoked_by?: string | null;
            /** @description What it may do at most. */
            role: components["schemas"]["Role"];
            /** @description Whether it lets in. */
            status: components["schemas"]["TokenStatus"];
            /** @description The user whose it is: it can do no more than they can. */
            user?: string | null;
        };
        /** @description An entry of the audit log. */
        AuditEntry: {
            /**
             * @description What was asked for: the `operationId` of the API.
             * @example cancel_run
             */
            action: string;
            /** @description From which address. */
            address: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            at: string;
            /** @description More about it. */
            details: unknown;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What was made by it. */
            made?: string | null;
            /**
             * @description Of what.
             * @example runs/0190b2a4-0000-7000-8000-000000000000
             */
            object: string;
            /** @description How it ended. */
            outcome: components["schemas"]["AuditOutcomeWord"];
            /** @description Id of the request, as in the header `x-request-id` and the service's log. */
            request_id: string;
            /**
             * Format: int32
             * @description The HTTP status of the answer.
             */
            status?: number | null;
            /** @description Who asked: `user:ann`, `token:default`, `anonymous`. */
            who: string;
        };
        /**
         * @description How something ended.
         * @enum {string}
         */
        AuditOutcomeWord: "done" | "refused" | "failed" | "unknown";
        /** @description A past range, both ends included. */
        BackfillRequest: {
            /**
             * Format: date-time
             * @description From this instant.
             */
            from: string;
            /**
             * Format: date-time
             * @description To this instant; not in the future.
             */
            to: string;
        };
        /** @description What a backfill did. */
        Backfilled: {
            /**
             * Format: int64
             * @description Those that start now. The others started a run before, or are about to.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Planned times in the range.
             */
            planned: number;
        };
        /**
         * @description How a caller showed who they are.
         * @enum {string}
         */
        CallerWord: "user" | "token" | "service";
        /** @description What a cancel may say. */
        CancelRequest: {
            /** @description Why, for the journal; at most 1,000 characters. */
            reason?: string | null;
        };
        /** @description A schedule to make. */
        CreateSchedule: {
            /**
             * @description Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
             * @example 30 3 * * *
             */
            cron: string;
            /**
             * Format: date-time
             * @description No firing after.
             */
            end?: string | null;
            /** @description Input of its runs; checked against the input schema of the process. */
            input?: Record<string, unknown>;
            /**
             * @description Each firing is late by a share of this; at most a day.
             * @example 5m
             */
            jitter?: string | null;
            /**
             * @description What becomes of times that passed while nobody could fire.
             * @default run_once
             */
            missed: components["schemas"]["Missed"];
            /** @description Name within the process. */
            name: string;
            /**
             * @description What happens when an earlier run has not ended.
             * @default skip
             */
            overlap: components["schemas"]["Overlap"];
            /**
             * @description Key of the process; it must be deployed.
             * @example GetWebitelUsers
             */
            process: string;
            /**
             * Format: date-time
             * @description No firing before.
             */
            start?: string | null;
            /**
             * @description IANA time zone; UTC where nothing is said.
             * @default UTC
             * @example Europe/Kyiv
             */
            timezone: string;
        };
        /** @description A version of a process definition. */
        Definition: {
            /**
             * Format: date-time
             * @description When it was deployed.
             */
            deployed_at: string;
            /** @description Who deployed it. */
            deployed_by: string;
            /** @description SHA-256 of the source, as hex. */
            digest: string;
            /**
             * Format: uuid
             * @description Id of the version.
             */
            id: string;
            /**
             * @description Key of the process.
             * @example GetWebitelUsers
             */
            key: string;
            /** @description Name for people. */
            name: string;
            /**
             * Format: int32
             * @description Number of the version, from 1.
             */
            version: number;
        };
        /** @description The latest version of a process, and which others there are. */
        DefinitionDetails: components["schemas"]["Definition"] & {
            /** @description What it does, for people. */
            description?: string | null;
            /** @description JSON Schema of the input. */
            input_schema: unknown;
            /** @description The newest versions, newest first; at most 100. */
            versions: components["schemas"]["Definition"][];
        };
        /** @description One version whole. */
        DefinitionVersion: components["schemas"]["Definition"] & {
            /** @description What it does, for people. */
            description?: string | null;
            /** @description JSON Schema of the input. */
            input_schema: unknown;
            /** @description The file as it was deployed. */
            source: string;
        };
        /** @description Result of a deploy. */
        Deployed: components["schemas"]["Definition"] & {
            /** @description False where this content was the latest version already. */
            is_new: boolean;
            /** @description What is allowed and probably not meant. */
            warnings: components["schemas"]["Diagnostic"][];
        };
        /** @description One mistake of a definition. */
        Diagnostic: {
            /** @description Stable name, e.g. `unknown_operation`. */
            code: string;
            /** @description What to do. */
            hint?: string | null;
            /** @description What is wrong. */
            message: string;
            /** @description Where. */
            position: components["schemas"]["Position"];
            /** @description Error or warning. */
            severity: components["schemas"]["Severity"];
        };
        /** @description What a token does. */
        Doing: {
            /**
             * Format: int32
             * @description The attempt, from 1.
             */
            attempt: number;
            /**
             * Format: int32
             * @description How many there may be.
             */
            attempts: number;
            /** @enum {string} */
            doing: "call";
            /**
             * Format: date-time
             * @description When the next attempt is made, while one is waited for.
             */
            next_attempt_at?: string | null;
        } | {
            /** @enum {string} */
            doing: "wait";
            /**
             * Format: date-time
             * @description Until when.
             */
            until: string;
        } | {
            /** @enum {string} */
            doing: "join";
        } | {
            /** @enum {string} */
            doing: "sub_process";
        } | {
            /** @enum {string} */
            doing: "for_each";
            /** @description How far it is. */
            progress: components["schemas"]["Progress"];
        } | {
            /** @enum {string} */
            doing: "incident";
            /** @description Why. */
            error: components["schemas"]["RunError"];
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        /** @description New values of variables. */
        EditRequest: {
            /** @description For the journal; at most 1,000 characters. */
            reason?: string | null;
            /**
             * Format: int32
             * @description Names are looked up from this token outwards; variables of the process where none is given.
             */
            token?: number | null;
            /** @description The new values by name. */
            variables?: Record<string, unknown>;
        };
        /**
         * @description Classes of errors, for the description of the API.
         * @enum {string}
         */
        ErrorClass: "transient" | "permanent" | "uncertain";
        /**
         * @description How to write an export.
         * @enum {string}
         */
        ExportFormat: "csv" | "ndjson";
        /** @description One fact: something that happened to the run from outside. */
        Fact: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description What happened. */
            kind: components["schemas"]["FactKind"];
            /** @description The members of the fact; left out of a live view where it is large. */
            payload?: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description Size of the payload in the journal.
             */
            payload_bytes: number;
            /**
             * Format: int32
             * @description Its place in the journal, from 1 without gaps.
             */
            seq: number;
            /** @description Path of the step it concerns. */
            step?: string | null;
            /**
             * Format: int32
             * @description The token it concerns.
             */
            token?: number | null;
        };
        /**
         * @description Kinds of facts, for the description of the API.
         * @enum {string}
         */
        FactKind: "started" | "effect_succeeded" | "effect_failed" | "timer_fired" | "retried" | "skipped" | "variables_edited" | "token_moved" | "suspended" | "resumed" | "cancelled";
        /** @description A planned time and what became of it. */
        Firing: {
            /** @description Who asked for it, where somebody did. */
            asked_by?: string | null;
            /**
             * Format: int32
             * @description Attempts to start it.
             */
            attempts: number;
            /**
             * Format: uuid
             * @description The run that was in the way.
             */
            blocked_by?: string | null;
            /**
             * Format: date-time
             * @description When this last changed.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was decided.
             */
            decided_at: string;
            /** @description What asked for it. */
            origin: components["schemas"]["FiringOrigin"];
            /** @description What became of it. */
            outcome: components["schemas"]["FiringOutcome"];
            /**
             * Format: date-time
             * @description The planned time; for a run that somebody asked for, when they asked.
             */
            planned_at: string;
            /**
             * @description The same as the clocks of the schedule's zone show it.
             * @example 2026-03-29T04:00:00+03:00
             */
            planned_local: string;
            /** @description Why it was left out, waits or failed. */
            reason?: string | null;
            /**
             * Format: uuid
             * @description The run it started.
             */
            run_id?: string | null;
            /**
             * Format: int32
             * @description How many planned times this stands for, this one being the last; more than one only where very many were missed.
             */
            times: number;
        };
        /**
         * @description Origins, for the description of the API.
         * @enum {string}
         */
        FiringOrigin: "schedule" | "backfill" | "manual";
        /**
         * @description Outcomes, for the description of the API.
         * @enum {string}
         */
        FiringOutcome: "starting" | "queued" | "fired" | "skipped" | "missed" | "failed";
        /** @description One problem of an input. */
        InputProblem: {
            /** @description What is wrong with it. */
            message: string;
            /** @description JSON pointer (RFC 6901); empty for the whole. */
            pointer: string;
        };
        /** @description Part of a journal, oldest first. */
        JournalPage: {
            /** @description The facts. */
            items: components["schemas"]["Fact"][];
            /**
             * Format: int32
             * @description Send it as `after` for what follows; absent where nothing did when the page was read.
             */
            next_after?: number | null;
        };
        /** @description That the process answers. */
        Liveness: {
            /** @description Always `live`. */
            status: string;
            /** @description Version of the service. */
            version: string;
        };
        /** @description A token that was made. */
        MadeToken: components["schemas"]["ApiToken"] & {
            /** @description The token. It is shown this once and kept nowhere. */
            token: string;
        };
        /**
         * @description Missed policies, for the description of the API.
         * @enum {string}
         */
        Missed: "skip" | "run_once" | "run_all";
        /** @description Another place for a token. */
        MoveRequest: {
            /** @description For the journal; at most 1,000 characters. */
            reason?: string | null;
            /** @description Path of the step it enters next, beside the one it stands at. */
            to: string;
        };
        /** @description A named secret, without its value: that is never shown. */
        NamedSecret: {
            /**
             * Format: date-time
             * @description When it was first set.
             */
            created_at: string;
            /** @description Who set it first. */
            created_by: string;
            /**
             * Format: date-time
             * @description When a connection last read it, to the minute; absent where none did.
             */
            last_used_at?: string | null;
            /** @description Its name; a connection refers to it as `secret:NAME`. */
            name: string;
            /**
             * Format: date-time
             * @description When it was last set.
             */
            updated_at: string;
            /** @description Who set it last. */
            updated_by: string;
            /**
             * Format: int32
             * @description How often it was set, from 1.
             */
            version: number;
        };
        /** @description A right to give, to one of `user`, `token` and `role`. */
        NewProcessGrant: {
            /** @description Key of the process; it need not be deployed yet. */
            process: string;
            /** @description What they may. */
            right: components["schemas"]["ProcessRight"];
            role?: components["schemas"]["Role"] | null;
            /** @description A token that is in use, by name. */
            token?: string | null;
            /** @description A user, and the tokens they made for themselves. */
            user?: string | null;
        };
        /** @description A token to make. */
        NewTokenRequest: {
            /**
             * Format: date-time
             * @description When it ends; within ten years. Left out: never.
             */
            expires_at?: string | null;
            /** @description Its name; kept in small letters. */
            name: string;
            /** @description What it may do at most. */
            role: components["schemas"]["Role"];
            /**
             * @description The user whose it is to be. A user's token can do no more than they can, and ends with them. What users make for
             *     themselves is theirs; where an administrator says nothing, the token is nobody's.
             */
            user?: string | null;
        };
        /** @description A user to make. */
        NewUserRequest: {
            /** @description Their name; kept in small letters. */
            name: string;
            /**
             * Format: password
             * @description Their password.
             */
            password: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description Overlap policies, for the description of the API.
         * @enum {string}
         */
        Overlap: "skip" | "queue_one" | "queue_all" | "cancel_other" | "allow";
        /** @description One page of a list. */
        Page_ApiToken: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When it was made.
                 */
                created_at: string;
                /** @description Who made it. */
                created_by: string;
                /**
                 * Format: date-time
                 * @description When it ends.
                 */
                expires_at?: string | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description When it was last used, to the minute.
                 */
                last_used_at?: string | null;
                /** @description Its name; the journal and the audit log name its bearer `token:<name>`. */
                name: string;
                /**
                 * @description How it begins, to tell which it is.
                 * @example tl_ab12…
                 */
                prefix: string;
                /**
                 * Format: date-time
                 * @description When it was revoked.
                 */
                revoked_at?: string | null;
                /** @description Who revoked it. */
                revoked_by?: string | null;
                /** @description What it may do at most. */
                role: components["schemas"]["Role"];
                /** @description Whether it lets in. */
                status: components["schemas"]["TokenStatus"];
                /** @description The user whose it is: it can do no more than they can. */
                user?: string | null;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_AuditEntry: {
            /** @description The rows. */
            items: {
                /**
                 * @description What was asked for: the `operationId` of the API.
                 * @example cancel_run
                 */
                action: string;
                /** @description From which address. */
                address: string;
                /**
                 * Format: date-time
                 * @description When it was asked for.
                 */
                at: string;
                /** @description More about it. */
                details: unknown;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description What was made by it. */
                made?: string | null;
                /**
                 * @description Of what.
                 * @example runs/0190b2a4-0000-7000-8000-000000000000
                 */
                object: string;
                /** @description How it ended. */
                outcome: components["schemas"]["AuditOutcomeWord"];
                /** @description Id of the request, as in the header `x-request-id` and the service's log. */
                request_id: string;
                /**
                 * Format: int32
                 * @description The HTTP status of the answer.
                 */
                status?: number | null;
                /** @description Who asked: `user:ann`, `token:default`, `anonymous`. */
                who: string;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Definition: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When it was deployed.
                 */
                deployed_at: string;
                /** @description Who deployed it. */
                deployed_by: string;
                /** @description SHA-256 of the source, as hex. */
                digest: string;
                /**
                 * Format: uuid
                 * @description Id of the version.
                 */
                id: string;
                /**
                 * @description Key of the process.
                 * @example GetWebitelUsers
                 */
                key: string;
                /** @description Name for people. */
                name: string;
                /**
                 * Format: int32
                 * @description Number of the version, from 1.
                 */
                version: number;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Firing: {
            /** @description The rows. */
            items: {
                /** @description Who asked for it, where somebody did. */
                asked_by?: string | null;
                /**
                 * Format: int32
                 * @description Attempts to start it.
                 */
                attempts: number;
                /**
                 * Format: uuid
                 * @description The run that was in the way.
                 */
                blocked_by?: string | null;
                /**
                 * Format: date-time
                 * @description When this last changed.
                 */
                changed_at: string;
                /**
                 * Format: date-time
                 * @description When it was decided.
                 */
                decided_at: string;
                /** @description What asked for it. */
                origin: components["schemas"]["FiringOrigin"];
                /** @description What became of it. */
                outcome: components["schemas"]["FiringOutcome"];
                /**
                 * Format: date-time
                 * @description The planned time; for a run that somebody asked for, when they asked.
                 */
                planned_at: string;
                /**
                 * @description The same as the clocks of the schedule's zone show it.
                 * @example 2026-03-29T04:00:00+03:00
                 */
                planned_local: string;
                /** @description Why it was left out, waits or failed. */
                reason?: string | null;
                /**
                 * Format: uuid
                 * @description The run it started.
                 */
                run_id?: string | null;
                /**
                 * Format: int32
                 * @description How many planned times this stands for, this one being the last; more than one only where very many were missed.
                 */
                times: number;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_ProcessGrant: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When it was given.
                 */
                created_at: string;
                /** @description By whom. */
                created_by: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description Key of the process. */
                process: string;
                /** @description What they may. */
                right: components["schemas"]["ProcessRight"];
                role?: components["schemas"]["Role"] | null;
                /** @description The token. */
                token?: string | null;
                /** @description The user, and the tokens they made for themselves. */
                user?: string | null;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_RunSummary: {
            /** @description The rows. */
            items: {
                /** @description What its starter calls it. */
                business_key?: string | null;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it ended.
                 */
                ended_at?: string | null;
                /**
                 * Format: int32
                 * @description Facts in its journal when its row last changed.
                 */
                facts: number;
                /**
                 * Format: uuid
                 * @description Its id, a UUIDv7.
                 */
                id: string;
                /**
                 * Format: int32
                 * @description Open incidents.
                 */
                incidents: number;
                /** @description Its last error, in words. */
                last_error?: string | null;
                /** @description Key of the process. */
                process: string;
                /**
                 * Format: date-time
                 * @description When it began.
                 */
                started_at?: string | null;
                /** @description Who or what started it. */
                started_by: string;
                /** @description Where it stands. */
                status: components["schemas"]["RunStatus"];
                /**
                 * Format: date-time
                 * @description When its row last changed.
                 */
                updated_at: string;
                /**
                 * Format: int32
                 * @description Version of the definition it is pinned to.
                 */
                version: number;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Schedule: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When its settings or its pause last changed.
                 */
                changed_at: string;
                /** @description Who changed it. */
                changed_by: string;
                /**
                 * Format: date-time
                 * @description When it was made.
                 */
                created_at: string;
                /**
                 * @description When.
                 * @example 30 3 * * *
                 */
                cron: string;
                /**
                 * Format: date-time
                 * @description No firing after.
                 */
                end?: string | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description Input of its runs. */
                input: Record<string, unknown>;
                /**
                 * @description Each firing is late by a share of this.
                 * @example 5m
                 */
                jitter: string;
                /** @description What becomes of times that passed while nobody could fire. */
                missed: components["schemas"]["Missed"];
                /** @description Its name within the process. */
                name: string;
                /**
                 * Format: date-time
                 * @description The next planned time that is not decided yet; none while it is paused or where nothing comes any more.
                 */
                next_planned_at?: string | null;
                /** @description What happens when an earlier run has not ended. */
                overlap: components["schemas"]["Overlap"];
                /** @description Whether it is paused. */
                paused: boolean;
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                paused_at?: string | null;
                /** @description By whom. */
                paused_by?: string | null;
                /** @description Key of the process it starts. */
                process: string;
                /** @description Where it comes from: one of a definition is changed there. */
                source: components["schemas"]["ScheduleSource"];
                /**
                 * Format: date-time
                 * @description No firing before.
                 */
                start?: string | null;
                /**
                 * @description By the clocks of which zone.
                 * @example Europe/Kyiv
                 */
                timezone: string;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_User: {
            /** @description The rows. */
            items: {
                /** @description Whether they may sign in. */
                active: boolean;
                /**
                 * Format: date-time
                 * @description Since when there is this user.
                 */
                created_at: string;
                /** @description Who made them. */
                created_by: string;
                /**
                 * Format: uuid
                 * @description Their id; a name that is given anew has another.
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description When they last did something, to the minute.
                 */
                last_seen_at?: string | null;
                /** @description Their name, in small letters. */
                name: string;
                /**
                 * Format: date-time
                 * @description When the password was last set.
                 */
                password_changed_at: string;
                /** @description What they may do. */
                role: components["schemas"]["Role"];
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description A new password. */
        PasswordRequest: {
            /**
             * Format: password
             * @description The one you have, to change your own.
             */
            old_password?: string | null;
            /**
             * Format: password
             * @description The new one.
             */
            password: string;
        };
        /** @description A planned time. */
        PlannedTime: {
            /**
             * @description The same as the clocks of the zone show it.
             * @example 2026-03-29T04:00:00+03:00
             */
            local: string;
            /**
             * Format: date-time
             * @description The instant.
             */
            utc: string;
        };
        /** @description A place in the source. Lines and columns count from 1, columns in characters; offset and length are bytes. */
        Position: {
            /**
             * Format: int32
             * @description Column.
             */
            column: number;
            /**
             * Format: int32
             * @description Length in bytes.
             */
            length: number;
            /**
             * Format: int32
             * @description Line.
             */
            line: number;
            /**
             * Format: int32
             * @description Byte offset.
             */
            offset: number;
        };
        /** @description Planned times to come. */
        Preview: {
            /** @description The expression. */
            cron: string;
            /** @description In order. */
            firings: components["schemas"]["PlannedTime"][];
            /** @description The zone. */
            timezone: string;
        };
        /** @description The body of a problem, for the description of the API and for the client. */
        ProblemBody: {
            /** @description What happened, why, and what to do. */
            detail?: string;
            /** @description `invalid-definition`: every mistake with its place. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description `invalid-input`: every problem with its JSON pointer. */
            problems?: components["schemas"]["InputProblem"][];
            /** @description Id of the request, as in the header `x-request-id` and the service's log. */
            request_id?: string;
            /**
             * Format: uuid
             * @description `outcome-unknown`: the run that exists if the start was done.
             */
            run_id?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind in words. */
            title: string;
            /** @description What kind of problem, for programs: `urn:throughline:problem:<name>`. Stable. */
            type: string;
        };
        /** @description A right on a process: of a user, a token, or everybody with a role. */
        ProcessGrant: {
            /**
             * Format: date-time
             * @description When it was given.
             */
            created_at: string;
            /** @description By whom. */
            created_by: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Key of the process. */
            process: string;
            /** @description What they may. */
            right: components["schemas"]["ProcessRight"];
            role?: components["schemas"]["Role"] | null;
            /** @description The token. */
            token?: string | null;
            /** @description The user, and the tokens they made for themselves. */
            user?: string | null;
        };
        /**
         * @description What a caller wants of one process.
         * @enum {string}
         */
        ProcessRight: "see" | "start" | "operate";
        /** @description How far a `for_each` is. */
        Progress: {
            /**
             * Format: int32
             * @description Items under way.
             */
            active: number;
            /**
             * Format: int32
             * @description Items that ended through a `catch`.
             */
            caught: number;
            /**
             * Format: int32
             * @description Items that ended.
             */
            done: number;
            /** @description Path of the step. */
            step: string;
            /**
             * Format: int32
             * @description Items in the list.
             */
            total: number;
        };
        /** @description Whether new work is taken. */
        Readiness: {
            /** @description `up` or `down`. */
            database: string;
            /** @description `held`, or `lost` while another node may take this one's runs over. */
            lease: string;
            /** @description `ready` or `not_ready`. */
            status: string;
            /** @description Whether the service is going down. */
            stopping: boolean;
        };
        /** @description Why something is done. */
        ReasonRequest: {
            /** @description For the journal; at most 1,000 characters. */
            reason?: string | null;
        };
        /** @description The retry of one incident. */
        RetryTokenRequest: {
            /**
             * @description The step is entered anew and its inputs are evaluated again, as after an edit of variables. Otherwise a call
             *     sends the same bytes once more.
             */
            anew?: boolean;
            /** @description Variables to edit before, as in an edit; the step is then entered anew. */
            variables?: Record<string, unknown>;
        };
        /**
         * @description The role of a caller. Ordered: a greater one may do everything a smaller one may.
         * @enum {string}
         */
        Role: "viewer" | "operator" | "designer" | "administrator";
        /** @description A run whole. */
        Run: components["schemas"]["RunSummary"] & {
            /**
             * Format: uuid
             * @description Id of the definition version.
             */
            definition_id: string;
            error?: components["schemas"]["RunError"] | null;
            /** @description Every `for_each` under way, outermost first. */
            progress?: components["schemas"]["Progress"][];
            /** @description The result of a completed run. */
            result?: unknown;
            /** @description Why tokens and variables cannot be shown, where they cannot. */
            state_error?: string | null;
            /** @description Where it stands. */
            tokens?: components["schemas"]["Token"][];
            /** @description Variables of the process; only where asked for. */
            variables?: Record<string, unknown> | null;
        };
        /** @description Why something failed. */
        RunError: {
            /** @description What to make of it. */
            class: components["schemas"]["ErrorClass"];
            /** @description Dotted code, e.g. `webitel.not_found`. */
            code: string;
            /** @description What the other side said. */
            data?: unknown;
            /** @description What, where, why. */
            message: string;
        };
        /** @description How a run stands, in a live view. */
        RunEvent: {
            /**
             * Format: int32
             * @description Facts in its journal.
             */
            facts: number;
            /**
             * Format: uuid
             * @description The run.
             */
            id: string;
            /**
             * Format: int32
             * @description Open incidents.
             */
            incidents: number;
            /** @description Its last error, in words. */
            last_error?: string | null;
            /** @description Every `for_each` under way. */
            progress: components["schemas"]["Progress"][];
            /** @description Where it stands. */
            status: components["schemas"]["RunStatus"];
        };
        /**
         * @description Statuses, for the description of the API.
         * @enum {string}
         */
        RunStatus: "created" | "running" | "waiting" | "incident" | "suspended" | "completed" | "failed" | "cancelled" | "compensated";
        /** @description A run as lists show it. */
        RunSummary: {
            /** @description What its starter calls it. */
            business_key?: string | null;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: string | null;
            /**
             * Format: int32
             * @description Facts in its journal when its row last changed.
             */
            facts: number;
            /**
             * Format: uuid
             * @description Its id, a UUIDv7.
             */
            id: string;
            /**
             * Format: int32
             * @description Open incidents.
             */
            incidents: number;
            /** @description Its last error, in words. */
            last_error?: string | null;
            /** @description Key of the process. */
            process: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at?: string | null;
            /** @description Who or what started it. */
            started_by: string;
            /** @description Where it stands. */
            status: components["schemas"]["RunStatus"];
            /**
             * Format: date-time
             * @description When its row last changed.
             */
            updated_at: string;
            /**
             * Format: int32
             * @description Version of the definition it is pinned to.
             */
            version: number;
        };
        /** @description A schedule. */
        Schedule: {
            /**
             * Format: date-time
             * @description When its settings or its pause last changed.
             */
            changed_at: string;
            /** @description Who changed it. */
            changed_by: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description When.
             * @example 30 3 * * *
             */
            cron: string;
            /**
             * Format: date-time
             * @description No firing after.
             */
            end?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Input of its runs. */
            input: Record<string, unknown>;
            /**
             * @description Each firing is late by a share of this.
             * @example 5m
             */
            jitter: string;
            /** @description What becomes of times that passed while nobody could fire. */
            missed: components["schemas"]["Missed"];
            /** @description Its name within the process. */
            name: string;
            /**
             * Format: date-time
             * @description The next planned time that is not decided yet; none while it is paused or where nothing comes any more.
             */
            next_planned_at?: string | null;
            /** @description What happens when an earlier run has not ended. */
            overlap: components["schemas"]["Overlap"];
            /** @description Whether it is paused. */
            paused: boolean;
            /**
             * Format: date-time
             * @description Since when.
             */
            paused_at?: string | null;
            /** @description By whom. */
            paused_by?: string | null;
            /** @description Key of the process it starts. */
            process: string;
            /** @description Where it comes from: one of a definition is changed there. */
            source: components["schemas"]["ScheduleSource"];
            /**
             * Format: date-time
             * @description No firing before.
             */
            start?: string | null;
            /**
             * @description By the clocks of which zone.
             * @example Europe/Kyiv
             */
            timezone: string;
        };
        /** @description All settings of a schedule; what is left out gets its default. */
        ScheduleSettings: {
            /**
             * @description Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
             * @example 30 3 * * *
             */
            cron: string;
            /**
             * Format: date-time
             * @description No firing after.
             */
            end?: string | null;
            /** @description Input of its runs; checked against the input schema of the process. */
            input?: Record<string, unknown>;
            /**
             * @description Each firing is late by a share of this; at most a day.
             * @example 5m
             */
            jitter?: string | null;
            /**
             * @description What becomes of times that passed while nobody could fire.
             * @default run_once
             */
            missed: components["schemas"]["Missed"];
            /**
             * @description What happens when an earlier run has not ended.
             * @default skip
             */
            overlap: components["schemas"]["Overlap"];
            /**
             * Format: date-time
             * @description No firing before.
             */
            start?: string | null;
            /**
             * @description IANA time zone; UTC where nothing is said.
             * @default UTC
             * @example Europe/Kyiv
             */
            timezone: string;
        };
        /**
         * @description Sources, for the description of the API.
         * @enum {string}
         */
        ScheduleSource: "definition" | "api";
        /** @description All named secrets. */
        SecretList: {
            /** @description By name. */
            items: components["schemas"]["NamedSecret"][];
        };
        /** @description The value of a secret on its way to the service. */
        SecretValue: {
            /**
             * Format: password
             * @description The value: 1 to 16,384 characters.
             */
            value: string;
        };
        /** @description Who calls. */
        SessionInfo: {
            /** @description Only for who has signed in: what a page sends as the header `X-CSRF-Token` with everything that changes something. */
            csrf_token?: string | null;
            /** @description How they showed who they are. */
            kind: components["schemas"]["CallerWord"];
            /**
             * @description As the journal and the audit log name the caller.
             * @example user:ann
             */
            name: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description How bad it is.
         * @enum {string}
         */
        Severity: "error" | "warning";
        /** @description Who wants to sign in. */
        SignInRequest: {
            /**
             * Format: password
             * @description Their password.
             */
            password: string;
            /** @description Name of the user. */
            user: string;
        };
        /** @description The output that counts for an activity. */
        SkipRequest: {
            /** @description What counts as its result; null where none is given. */
            output?: Record<string, unknown> | null;
            /** @description For the journal; at most 1,000 characters. */
            reason?: string | null;
        };
        /** @description What a start may say. */
        StartRequest: {
            /** @description What the caller calls this run, e.g. an order number; at most 200 characters. */
            business_key?: string | null;
            /** @description The input; an empty object where none is given. Defaults of the input schema are filled in. */
            input?: Record<string, unknown>;
        };
        /** @description A token: one place where the run stands. */
        Token: components["schemas"]["Doing"] & {
            /**
             * Format: int32
             * @description Number of the item, from 0, inside a `for_each`.
             */
            item?: number | null;
            /**
             * @description Path of the step.
             * @example import_users/find_contact
             */
            step: string;
            /**
             * Format: int32
             * @description Its number in the run.
             */
            token: number;
        };
        /**
         * @description Whether a token lets in.
         * @enum {string}
         */
        TokenStatus: "active" | "expired" | "revoked";
        /** @description A user. */
        User: {
            /** @description Whether they may sign in. */
            active: boolean;
            /**
             * Format: date-time
             * @description Since when there is this user.
             */
            created_at: string;
            /** @description Who made them. */
            created_by: string;
            /**
             * Format: uuid
             * @description Their id; a name that is given anew has another.
             */
            id: string;
            /**
             * Format: date-time
             * @description When they last did something, to the minute.
             */
            last_seen_at?: string | null;
            /** @description Their name, in small letters. */
            name: string;
            /**
             * Format: date-time
             * @description When the password was last set.
             */
            password_changed_at: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /** @description What to change of a user; what is left out stays. */
        UserPatch: {
            /** @description Whether they may sign in. */
            active?: boolean | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description Result of a check. */
        Validation: {
            /** @description Mistakes and warnings, in the order of the file. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description Whether it can be deployed. */
            valid: boolean;
        };
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
                /** @description Only by this caller: `user:ann`, `token:default`, `anonymous`. */
                who?: string;
                /** @description Only this action: the `operationId` of the API, e.g. `cancel_run`. */
                action?: string;
                /** @description Only what was done to this thing or made it: `runs/<id>`, `users/ann`. */
                object?: string;
                /** @description Only since this instant (RFC 3339). */
                since?: string;
                /** @description Only before this instant (RFC 3339). */
                until?: string;
                /** @description Only what ended so. */
                outcome?: components["schemas"]["AuditOutcomeWord"];
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntry"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_audit: {
        parameters: {
            query?: {
                /** @description `csv` or `ndjson`; `ndjson` where nothing is said. */
                format?: components["schemas"]["ExportFormat"];
                /** @description Only by this caller. */
                who?: string;
                /** @description Only this action. */
                action?: string;
                /** @description Only what was done to this thing or made it. */
                object?: string;
                /** @description Only since this instant (RFC 3339). */
                since?: string;
                /** @description Only before this instant (RFC 3339). */
                until?: string;
                /** @description Only what ended so. */
                outcome?: components["schemas"]["AuditOutcomeWord"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_definitions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Definition"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    deploy_definition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A definition file of at most 1 MiB. */
        requestBody: {
            content: {
                "application/yaml": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The latest version has this content already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description A new version. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The definition has mistakes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    validate_definition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A definition file of at most 1 MiB. */
        requestBody: {
            content: {
                "application/yaml": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description What was found; `valid` says whether it could be deployed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_definition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the process. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionDetails"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_definition_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the process. */
                key: string;
                /** @description Number of the version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionVersion"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_definition_bpmn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the process. */
                key: string;
                /** @description Number of the version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_process_rights: {
        parameters: {
            query?: {
                /** @description Only on this process. */
                process?: string;
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProcessGrant"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    grant_process_right: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProcessGrant"];
            };
        };
        responses: {
            /** @description It was given already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessGrant"];
                };
            };
            /** @description The right. */
            201: {
                headers: {
                    /** @description Address of the right. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessGrant"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such user or token. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_process_right: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the right. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is taken back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    start_run: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
                /** @description Version to start; the latest where nothing is said. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Key of the process. */
                key: string;
            };
            cookie?: never;
        };
        /** @description May be left out for a process without input. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRequest"];
            };
        };
        responses: {
            /** @description The run, durable; with its result where it has ended. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The input does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database is away; `Retry-After` says when to come again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /**
                 * @description Statuses, with commas between: `incident,failed`.
                 * @example incident,failed
                 */
                status?: string;
                /** @description A business key, exactly. */
                business_key?: string;
                /** @description Accepted at this instant or later (RFC 3339). */
                since?: string;
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RunSummary"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_run: {
        parameters: {
            query?: {
                /** @description With the variables of the process; they may be large. A run that has ended has none. */
                variables?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        /** @description May be left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The run has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    follow_run: {
        parameters: {
            query?: {
                /** @description Facts after this one; the header `Last-Event-ID` goes before it. */
                after?: number;
                /** @description False leaves the facts out: only `run` events come. */
                facts?: boolean;
            };
            header?: {
                /** @description The last event seen: only facts after it are sent. */
                "Last-Event-ID"?: number | null;
            };
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `fact` events with the rows of the journal (payloads over 4 KiB are left out) and `run` events (RunEvent). The stream ends when the run has ended or the service goes down. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    read_journal: {
        parameters: {
            query?: {
                /** @description Facts after this one; from the first where nothing is said. */
                after?: number;
                /** @description Facts, 1 to 500; 50 where nothing is said. A page with large payloads ends earlier. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Part of the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The run is not suspended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    retry_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is nothing to try again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    suspend_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        /** @description May be left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The run is suspended or has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    move_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
                /** @description Number of the token. */
                token: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such step beside the one it stands at. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    retry_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
                /** @description Number of the token. */
                token: number;
            };
            cookie?: never;
        };
        /** @description May be left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryTokenRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The token stands at no incident. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    skip_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
                /** @description Number of the token. */
                token: number;
            };
            cookie?: never;
        };
        /** @description May be left out: the result is null then. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The token stands at no incident of an activity. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    edit_variables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditRequest"];
            };
        };
        responses: {
            /** @description It is in the journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description It is durable; the node that has the run will carry it out. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such variable, or the run has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /** @description Name of a schedule. */
                name?: string;
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSchedule"];
            };
        };
        responses: {
            /** @description The schedule. */
            201: {
                headers: {
                    /** @description Address of the schedule. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The process has a schedule of this name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It does not fit; `problems` says where. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleSettings"];
            };
        };
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It stands in a definition. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It does not fit; `problems` says where. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It stands in a definition. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    backfill_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillRequest"];
            };
        };
        responses: {
            /** @description They are queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfilled"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The range ends in the future or holds too many planned times. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_firings: {
        parameters: {
            query?: {
                /**
                 * @description Outcomes, with commas between: `skipped,missed,failed`.
                 * @example skipped,missed,failed
                 */
                outcome?: string;
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Firing"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    pause_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is paused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    preview_schedule: {
        parameters: {
            query?: {
                /** @description Look from this instant on (RFC 3339); from now where nothing is said. */
                from?: string;
                /** @description How many planned times, 1 to 500; 10 where nothing is said. */
                count?: number;
            };
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Planned times. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It goes on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    run_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the schedule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the history of the schedule. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Firing"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_secrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name: letters, digits, `_`, `-` and `.`, beginning with a letter or digit. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretValue"];
            };
        };
        responses: {
            /** @description It is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedSecret"];
                };
            };
            /** @description It is set and was not there before. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedSecret"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key file of this node does not fit its database. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who you are; `csrf_token` where you have signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
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
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Signed in. Send `csrf_token` as the header `X-CSRF-Token` with everything that changes something. */
            200: {
                headers: {
                    /** @description The session, for the browser to keep. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description The name or the password is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Too many attempts; `Retry-After` says when to come again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
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
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description You did not sign in: you called with a token. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: {
                /** @description Only the token in use of this name. */
                name?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiToken"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTokenRequest"];
            };
        };
        responses: {
            /** @description The token: `token` is shown this once. */
            201: {
                headers: {
                    /** @description Address of the token. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The name is taken. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the token. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUserRequest"];
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    /** @description Address of the user. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The name is taken. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It is the last active administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The user as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It is the last active administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            /** @description It is set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It is another user's, or the old password is wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Too many wrong old passwords; `Retry-After` says when to come again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Database and lease are fine. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description New starts are refused now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Numbers in the text format of Prometheus. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description No token, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
}
