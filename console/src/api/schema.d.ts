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
    "/api/v1/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Acts on many runs that were started, newest first. Those with runs the caller may not see are left out. */
        get: operations["list_bulks"];
        put?: never;
        /**
         * Freezes a selection and says what would be done. Nothing is done before it is started.
         * @description Which runs are acted on is decided here, once: the answer's `runs` is their number, and a start acts on just these.
         */
        post: operations["create_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Counts how many runs of a selection each action would act on. Nothing is kept. */
        post: operations["fit_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An act on many runs with its numbers. */
        get: operations["get_bulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of an act, in the order they are acted on. */
        get: operations["list_bulk_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts what a preview showed: on just those runs, one after the other, also through a restart of the service.
         * @description Whoever made the preview starts it, and may say why, as they saw what it is about. A second start changes nothing. What does not fit a run any more is not forced
         *     on it: it is skipped, and says why.
         */
        post: operations["start_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops an act: the runs that were acted on stay so, the others are left as they are. */
        post: operations["stop_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every configured connection, with what all nodes told of it in the last seconds. */
        get: operations["list_connections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A connection with its last failed calls. */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{name}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a connection did over time, on all nodes together. */
        get: operations["get_connection_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks from this node whether a connection works: name, machine, encryption, sign-in and one harmless read. Nothing is
         *     changed on the other side. Takes less than a minute. The read counts as a call; where the circuit of this node is open,
         *     it decides about it as the next call would.
         */
        post: operations["test_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/definition-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** JSON Schema (2020-12) of definition files, as `throughline schema process` prints it. */
        get: operations["get_definition_schema"];
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
        /** The process library: the latest version of every process, by key. */
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
    "/api/v1/definitions/{key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The versions of a process, newest first, each with the runs that are on it and have not ended.
         * @description At most 10,000 runs of a status are counted, the newest; `at_least` says where that was not all.
         */
        get: operations["list_definition_versions"];
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
    "/api/v1/hooks/records/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Something happened to a record of a section. Starts every process that listens for it.
         * @description The request is signed: `X-Throughline-Signature: t=<unix seconds>,v1=<hex of the HMAC-SHA256 of "<t>.<body>">`, at
         *     most five minutes old; or it carries the fixed key of the hook. The answer comes when every run is durable. A
         *     delivery that comes again starts nothing and is answered with the same runs.
         */
        post: operations["record_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The operations a definition may call, by name, each with the JSON Schema of its parameters. */
        get: operations["list_operations"];
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
         * @description A request that is repeated with the same `Idempotency-Key` gives the run of the first time, with 200.
         *
         *     With `wait` the answer comes when the run has ended or stands at an incident, or when the time is over: look at
         *     `status`, which is `running` or `waiting` then. The answer is 201 either way.
         */
        post: operations["start_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processes/{key}/runs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts up to 10,000 runs. All of them are durable when this answers; the answer has them in the order of the items.
         * @description All items are checked before the first run is started. Where one does not fit, nothing is started, unless `partial`
         *     is true. A request that is repeated with the same `Idempotency-Key` gives the same runs, also where the first one was
         *     cut off in the middle.
         */
        post: operations["start_batch"];
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
    "/api/v1/runs/causes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why runs need attention or failed: the newest 10,000 that match, by process, step and code of the error; at most 100
         *     causes, the one of most runs first.
         */
        get: operations["list_run_causes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many runs of each status a filter leaves. Counts no further than 10,000 of a status, and looks at no more than
         *     50,000 of one for what no index answers: `at_least` says that there may be more.
         */
        get: operations["count_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs as a table (RFC 4180), newest first; without inputs and results. At most 100,000: a file with more to come says
         *     so in its last line. It is read while it is sent; one that breaks off was not sent whole.
         */
        get: operations["export_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far runs are: their `for_each`, and what their first tokens do. Runs that are not there, or not there for the
         *     caller, are left out.
         */
        get: operations["get_runs_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many runs were accepted in each part of a span, and how those runs stand now.
         * @description A run is counted where it was **accepted**, whenever it ended: `completed: 40` says that 40 of the runs accepted in
         *     that part have completed by now. So a part and the list of runs with the same `since` and `until` tell of the same
         *     runs.
         */
        get: operations["run_series"];
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
    "/api/v1/runs/{id}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run did: every attempt of every call with its request and its answer, and every wait. */
        get: operations["list_activities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The callbacks of a run. Those that were settled are kept for seven days. */
        get: operations["list_callbacks"];
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
    "/api/v1/runs/{id}/input": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run was given. */
        get: operations["get_run_input"];
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
        /** Facts of a run, as they were recorded. */
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
    "/api/v1/runs/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run as it stood after one of its facts: status, tokens, variables. */
        get: operations["get_run_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each step of a run did: how often, how long, how many attempts failed. However many items there were, the answer
         *     is of the size of the definition.
         */
        get: operations["survey_steps"];
        put?: never;
        post?: never;
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
    "/api/v1/runs/{id}/variables/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed the variables of a run, when, and what they were before; newest first. Large values are shown in part. */
        get: operations["list_variable_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/api/v1/schedules/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What schedules have on each of some days: what became of planned times, and which are to come.
         * @description What is past is told by the history, which is kept for 90 days; what is to come by the expression. A paused schedule
         *     has nothing to come.
         */
        get: operations["schedule_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a schedule with this expression would fire. Nothing is made. */
        get: operations["preview_times"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What fires next, of all schedules you may see: each at most once, the next first. Paused ones are left out.
         * @description It is looked for among the thousand schedules that come first.
         */
        get: operations["upcoming_firings"];
        put?: never;
        post?: never;
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
    "/api/v1/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every section there is. */
        get: operations["list_sections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A section: columns, form, details, actions. */
        get: operations["get_section"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the menu of the section, or of one record, offers now, and why not. */
        get: operations["list_actions"];
        put?: never;
        /** What can be done with a selection, and which of its records each action fits. Nothing is started. */
        post: operations["preview_actions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts an action: of the section, of one record (`record`), or of each record of a selection (`records`).
         * @description For the section and one record the answer is the run. For a selection it is 200 with a run or a problem for each
         *     record; `wait` does not go with it.
         */
        post: operations["start_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/form/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fills in a form and says what does not fit: required fields, rules, choices, uniqueness. Nothing is written. */
        post: operations["check_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/lookups/{field}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be chosen in a lookup field of a form. */
        get: operations["list_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of a section, as the system behind has them now. */
        get: operations["list_records"];
        put?: never;
        /** Add: starts the process that makes a record. The run is durable when this answers. */
        post: operations["add_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record: its columns, its form, and as the system behind gives it. */
        get: operations["get_record"];
        put?: never;
        post?: never;
        /** Delete: starts the process that deletes a record. `GET …/actions?record=` has what to ask before. */
        delete: operations["delete_record"];
        options?: never;
        head?: never;
        /** Save: starts the process that changes a record. Send only the fields that were changed. */
        patch: operations["save_record"];
        trace?: never;
    };
    "/api/v1/sections/{section}/records/{id}/details/{detail}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows of a record's child list. */
        get: operations["list_detail_rows"];
        put?: never;
        /** Add of a detail: starts the process that gives the record a row of its child list. */
        post: operations["add_detail_row"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections/{section}/records/{id}/details/{detail}/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete of a detail: starts the process that takes a row of its child list from the record. */
        delete: operations["delete_detail_row"];
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
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The saved views of a page: the caller's own in their order, then what others share. */
        get: operations["list_views"];
        put?: never;
        /** Saves a view, behind the caller's others. */
        post: operations["create_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a view its name, its filters and its place. The same request again changes nothing. */
        put: operations["put_view"];
        post?: never;
        /** Deletes a view. */
        delete: operations["delete_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every workplace with its sections, in order. */
        get: operations["list_workplaces"];
        /** Puts the workplaces in order. */
        put: operations["order_workplaces"];
        /** Makes a workplace, behind the others. */
        post: operations["create_workplace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workplace. */
        get: operations["get_workplace"];
        /** Gives a workplace its name and its sections in order. The same request again changes nothing. */
        put: operations["put_workplace"];
        post?: never;
        /** Deletes a workplace. Its sections stay: others may show them. */
        delete: operations["delete_workplace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{id}/sections/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Adds a section behind the others; one that is there stays where it is. */
        put: operations["add_workplace_section"];
        post?: never;
        /** Takes a section away, where it is there. */
        delete: operations["remove_workplace_section"];
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
        /**
         * @description What may be done with a field.
         * @enum {string}
         */
        Access: "write" | "read" | "hidden";
        /** @description An action. */
        ActionInfo: {
            /** @description What it does. */
            description?: string | null;
            /** @description What it does, in Ukrainian. */
            description_uk?: string | null;
            /** @description Whether it takes something away. */
            destructive: boolean;
            /** @description What it is done to. */
            for: components["schemas"]["ActionScope"][];
            /** @description What is asked before. */
            form: components["schemas"]["FormInfo"];
            /** @description JSON Schema of `values`, where the action comes from a process and not from the section's file. */
            input_schema?: Record<string, unknown> | null;
            /** @description Its key. */
            key: string;
            /** @description Key of the process it starts. */
            process: string;
            /** @description What the menu says. */
            title: string;
            /** @description What the menu says in Ukrainian. */
            title_uk?: string | null;
        };
        /** @description Who an action is done to, and what its form says. */
        ActionRequest: {
            /** @description Id of one record. */
            record?: string | null;
            /** @description Ids of several records, each once: a run for each. */
            records?: string[] | null;
            /** @description Values of the action's form, by field. */
            values?: Record<string, unknown>;
        };
        /**
         * @description What an action is done to.
         * @enum {string}
         */
        ActionScope: "section" | "record" | "selection";
        /** @description What became of an action: `run` for the section or one record, `items` for a selection. */
        ActionStart: components["schemas"]["SectionStart"] | components["schemas"]["SelectionStart"];
        /** @description One attempt of a call, or a wait. */
        Activity: components["schemas"]["AskedOf"] & {
            /**
             * Format: int32
             * @description The fact it followed from.
             */
            after: number;
            /**
             * Format: date-time
             * @description When that was: the earliest moment it can have begun.
             */
            began_at: string;
            end?: components["schemas"]["ActivityEnd"] | null;
            /**
             * Format: int32
             * @description Number of the item, from 0, inside a `for_each`.
             */
            item?: number | null;
            /**
             * Format: int32
             * @description Its number in the run, from 1, in the order things began.
             */
            number: number;
            /** @description Path of the step. */
            step: string;
            /**
             * Format: int32
             * @description The token.
             */
            token: number;
        };
        /** @description How something ended. */
        ActivityEnd: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            error?: components["schemas"]["RunError"] | null;
            /** @description With what. */
            outcome: components["schemas"]["ActivityOutcome"];
            /** @description The answer of a call; left out where it is large, see `output_bytes`. */
            output?: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description Size of the answer as JSON.
             */
            output_bytes?: number | null;
            /**
             * Format: int32
             * @description The fact that says so.
             */
            seq: number;
        };
        /**
         * @description With what something ended.
         * @enum {string}
         */
        ActivityOutcome: "succeeded" | "failed" | "fired" | "given_up";
        /** @description Part of what a run did, in the order it began. */
        ActivityPage: {
            /** @description The activities. */
            items: components["schemas"]["Activity"][];
            /**
             * Format: int32
             * @description Send it as `after` for what follows.
             */
            next_after?: number | null;
            /**
             * Format: int32
             * @description How many there are with this filter.
             */
            total: number;
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
        /** @description What was asked of the outside. */
        AskedOf: {
            /**
             * Format: int32
             * @description Which attempt, from 1.
             */
            attempt: number;
            /** @enum {string} */
            kind: "call";
            /** @description Full name of the operation. */
            operation: string;
            /** @description The request; left out where it is large, see `request_bytes`. */
            request?: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description Size of the request as JSON.
             */
            request_bytes: number;
        } | {
            /** @enum {string} */
            kind: "wait";
            /**
             * Format: date-time
             * @description When it is due.
             */
            until: string;
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
        /** @description One run of a batch. */
        BatchItem: {
            /** @description What the caller calls it; at most 200 characters. */
            business_key?: string | null;
            /** @description Start it once for this key, as the header `Idempotency-Key` does for a single start. */
            idempotency_key?: string | null;
            /** @description Its input. */
            input?: Record<string, unknown>;
        };
        /** @description What became of one item. */
        BatchOutcome: {
            /** @description True where an earlier request started it. */
            existing?: boolean;
            /** @description Why it was left out. */
            problems?: components["schemas"]["InputProblem"][];
            /**
             * Format: uuid
             * @description Its run; absent where it was left out.
             */
            run_id?: string | null;
        };
        /** @description One problem of a batch. */
        BatchProblem: {
            /** @description Place of the item, from 0. */
            index: number;
            /** @description What is wrong with it. */
            message: string;
            /** @description JSON pointer within its input (RFC 6901); empty for the whole. */
            pointer: string;
        };
        /** @description Many runs of one process. */
        BatchRequest: {
            /** @description The runs, at least one, at most 10,000. */
            items: components["schemas"]["BatchItem"][];
            /** @description Start those that fit although others do not. Without it nothing is started then. */
            partial?: boolean;
        };
        /** @description What became of a batch. */
        BatchStarted: {
            /** @description Runs that an earlier request had started. */
            existing: number;
            /** @description Each item's run, in the order of the request. */
            items: components["schemas"]["BatchOutcome"][];
            /** @description Items that were left out. */
            refused: number;
            /** @description Runs that this request started. */
            started: number;
        };
        /** @description A value, or the beginning of a large one. */
        Bounded: {
            /**
             * Format: int64
             * @description Its size as JSON.
             */
            bytes: number;
            /** @description How a large value begins, as JSON text. */
            start?: string | null;
            /** @description The value; null where it is large, see `start`. */
            value: Record<string, unknown>;
        };
        /** @description An act on many runs: first a preview, then under way, then over. */
        Bulk: {
            /** @description What is done. */
            action: components["schemas"]["BulkAction"];
            became?: components["schemas"]["BulkBecameCounts"] | null;
            /** @description How many of its runs ended how. */
            counts: components["schemas"]["BulkCounts"];
            /**
             * Format: date-time
             * @description When the selection was made.
             */
            created_at: string;
            /**
             * @description Who selected and started it.
             * @example user:ann
             */
            created_by: string;
            /**
             * Format: date-time
             * @description When it finished or was stopped.
             */
            ended_at?: string | null;
            /**
             * Format: date-time
             * @description Until when a preview can be started.
             */
            expires_at: string;
            filter?: components["schemas"]["RunFilter"] | null;
            /** @description What the selection was made of, by process and status at that moment. */
            groups: components["schemas"]["BulkGroup"][];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description How many ids were asked for, where it was no filter.
             */
            ids?: number | null;
            /** @description How many were selected and are not acted on, and why. */
            left_out: components["schemas"]["BulkLeftOutCount"][];
            /** @description Why, in words. */
            reason?: string | null;
            /**
             * Format: int64
             * @description How many runs it acts on. Neither more nor others: which they are was decided when the preview was made.
             */
            runs: number;
            /**
             * Format: date-time
             * @description When it was started.
             */
            started_at?: string | null;
            /** @description How far it is. */
            state: components["schemas"]["BulkState"];
            /** @description Who stopped it. */
            stopped_by?: string | null;
            /**
             * Format: int64
             * @description Ids that are of no run the caller sees.
             */
            unknown: number;
        };
        /**
         * @description What is done to each run.
         * @enum {string}
         */
        BulkAction: "retry" | "cancel" | "suspend" | "resume";
        /**
         * @description What became of a run after it was acted on.
         * @enum {string}
         */
        BulkBecame: "running" | "done" | "failed" | "cancelled";
        /** @description How runs that were acted on stand now. */
        BulkBecameCounts: {
            /**
             * Format: int64
             * @description They were cancelled.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description They ended as their definition says.
             */
            done: number;
            /**
             * Format: int64
             * @description They failed, or need attention again.
             */
            failed: number;
            /**
             * Format: int64
             * @description They go on, wait, or are suspended.
             */
            running: number;
        };
        /** @description How many runs of an act ended how. */
        BulkCounts: {
            /**
             * Format: int64
             * @description Acted on.
             */
            done: number;
            /**
             * Format: int64
             * @description Could not be acted on.
             */
            failed: number;
            /**
             * Format: int64
             * @description Their turn has not come. Of a stopped act: they were not reached.
             */
            pending: number;
            /**
             * Format: int64
             * @description It did not fit them any more: they had ended, or somebody was quicker.
             */
            skipped: number;
        };
        /** @description How many runs of a selection each action would act on. */
        BulkFit: {
            /**
             * Format: int64
             * @description Have not ended.
             */
            cancel: number;
            /**
             * Format: int64
             * @description All of the selection.
             */
            matching: number;
            /**
             * Format: int64
             * @description Are suspended.
             */
            resume: number;
            /**
             * Format: int64
             * @description Stand at an incident.
             */
            retry: number;
            /**
             * Format: int64
             * @description Have not ended and are not suspended.
             */
            suspend: number;
        };
        /** @description Runs of a selection that are alike. */
        BulkGroup: {
            left_out?: components["schemas"]["BulkLeftOut"] | null;
            /** @description Key of their process. */
            process: string;
            /**
             * Format: int64
             * @description How many.
             */
            runs: number;
            /** @description Their status when the selection was made. */
            status: components["schemas"]["RunStatus"];
        };
        /** @description A run of an act. */
        BulkItem: {
            became?: components["schemas"]["BulkBecame"] | null;
            /** @description What its starter calls it. */
            business_key?: string | null;
            /** @description Its last error, in words. */
            last_error?: string | null;
            /** @description What became of the act on it. */
            outcome: components["schemas"]["BulkOutcome"];
            /** @description Key of its process; absent where the run is gone. */
            process?: string | null;
            /** @description Why it was not done, in words. */
            reason?: string | null;
            /**
             * Format: uuid
             * @description The run.
             */
            run_id: string;
            /**
             * Format: date-time
             * @description When that was.
             */
            settled_at?: string | null;
            status?: components["schemas"]["RunStatus"] | null;
        };
        /**
         * @description Why a run that was selected is not acted on.
         * @enum {string}
         */
        BulkLeftOut: "ended" | "no_incident" | "suspended" | "not_suspended" | "no_right";
        /** @description Runs that were selected and are not acted on. */
        BulkLeftOutCount: {
            /**
             * Format: int64
             * @description How many.
             */
            runs: number;
            /** @description Why not. */
            why: components["schemas"]["BulkLeftOut"];
        };
        /**
         * @description What became of the act on one run.
         * @enum {string}
         */
        BulkOutcome: "pending" | "done" | "skipped" | "failed";
        /** @description What to do to which runs. One of `filter` and `ids`. */
        BulkRequest: {
            /** @description What to do. */
            action: components["schemas"]["BulkAction"];
            filter?: components["schemas"]["RunFilter"] | null;
            /** @description To these runs. */
            ids?: string[] | null;
            /** @description Why, for the journals of runs that are cancelled or suspended; at most 1,000 characters. */
            reason?: string | null;
        };
        /** @description Which runs. One of `filter` and `ids`. */
        BulkSelection: {
            filter?: components["schemas"]["RunFilter"] | null;
            /** @description These runs. */
            ids?: string[] | null;
        };
        /** @description What a start may say. */
        BulkStartRequest: {
            /**
             * @description Why, for the journals of runs that are cancelled or suspended, where the preview did not say it; at most 1,000
             *     characters.
             */
            reason?: string | null;
        };
        /**
         * @description How far an act on many runs is.
         * @enum {string}
         */
        BulkState: "preview" | "running" | "finished" | "stopped";
        /** @description A schedule on a day. At most 300 times are counted. */
        CalendarCell: {
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /**
             * Format: int64
             * @description How many milliseconds they are apart, where that is always the same.
             */
            every_ms?: number | null;
            /**
             * Format: date-time
             * @description The first of those that were counted.
             */
            first_at: string;
            /**
             * Format: date-time
             * @description The last of those that were counted.
             */
            last_at: string;
            /** @description Whether there are more than were counted. */
            more: boolean;
            /** @description How many are decided, by what became of them. */
            outcomes: components["schemas"]["CalendarOutcomes"];
            /**
             * Format: int32
             * @description How many planned times are to come.
             */
            planned: number;
            /**
             * Format: uuid
             * @description Id of the schedule.
             */
            schedule: string;
            /** @description One by one, where there are at most six; of more there are only the numbers. */
            times: components["schemas"]["CalendarTime"][];
        };
        /**
         * @description Why a calendar is not whole.
         * @enum {string}
         */
        CalendarCut: "schedules" | "times";
        /** @description A day by the clocks of a zone: 23 or 25 hours long where clocks change. */
        CalendarDay: {
            /**
             * Format: date
             * @description Its date.
             */
            date: string;
            /**
             * Format: date-time
             * @description Where it begins.
             */
            from: string;
            /**
             * Format: date-time
             * @description Where it ends.
             */
            to: string;
        };
        /** @description How many planned times had which outcome. */
        CalendarOutcomes: {
            /**
             * Format: int32
             * @description Their start failed for good.
             */
            failed: number;
            /**
             * Format: int32
             * @description They started a run.
             */
            fired: number;
            /**
             * Format: int32
             * @description Their time passed while nobody could fire them.
             */
            missed: number;
            /**
             * Format: int32
             * @description They wait for the end of an earlier run.
             */
            queued: number;
            /**
             * Format: int32
             * @description They were left out because of an earlier run.
             */
            skipped: number;
            /**
             * Format: int32
             * @description The start is under way or tried again.
             */
            starting: number;
        };
        /** @description A schedule in a calendar. */
        CalendarSchedule: {
            /**
             * @description When.
             * @example 30 3 * * *
             */
            cron: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name within the process. */
            name: string;
            /** @description Whether it is paused: nothing is to come of it then. */
            paused: boolean;
            /** @description Key of the process it starts. */
            process: string;
            /**
             * @description By the clocks of which zone.
             * @example Europe/Kyiv
             */
            timezone: string;
        };
        /** @description A planned time of a calendar. */
        CalendarTime: {
            /**
             * Format: date-time
             * @description When; for a run that somebody asked for, when they asked.
             */
            at: string;
            /**
             * Format: uuid
             * @description The run that was in the way.
             */
            blocked_by?: string | null;
            /**
             * Format: int64
             * @description By how many milliseconds its run was late, where that is more than a minute beyond the schedule's jitter.
             */
            late_ms?: number | null;
            /**
             * @description The same as the clocks of the schedule's zone show it.
             * @example 2026-03-29T04:00:00+03:00
             */
            local: string;
            origin?: components["schemas"]["FiringOrigin"] | null;
            outcome?: components["schemas"]["FiringOutcome"] | null;
            /** @description Why it was left out, waits or failed, in English. */
            reason?: string | null;
            /**
             * Format: uuid
             * @description The run it started.
             */
            run_id?: string | null;
            why?: components["schemas"]["Why"] | null;
        };
        /**
         * @description How a call failed, by what it says of the connection.
         * @enum {string}
         */
        CallFailure: "transient" | "refused" | "unknown" | "sign_in" | "not_sent";
        /** @description A callback of a run. */
        Callback: {
            /**
             * Format: int32
             * @description Attempts at the present delivery, or the last one.
             */
            attempts: number;
            /** @description What went wrong last. */
            last_error?: string | null;
            /**
             * Format: date-time
             * @description When it is tried next.
             */
            next_attempt_at?: string | null;
            /** @description What is told. */
            on: components["schemas"]["CallbackEvent"][];
            /** @description How it stands. */
            state: components["schemas"]["CallbackState"];
            /** @description Where to. */
            url: string;
        };
        /**
         * @description What a callback tells.
         * @enum {string}
         */
        CallbackEvent: "ended" | "incident";
        /** @description Whom to tell when a run has ended. */
        CallbackRequest: {
            /** @description What is told; only the end where nothing is said. */
            on?: components["schemas"]["CallbackEvent"][];
            /**
             * @description Where the run is posted to; one of the hosts the service is configured for.
             * @example https://crm.example.com/hooks/throughline
             */
            url: string;
        };
        /**
         * @description How a callback stands.
         * @enum {string}
         */
        CallbackState: "waiting" | "due" | "delivered" | "given_up";
        /** @description The callbacks of a run. */
        Callbacks: {
            /** @description Each. */
            items: components["schemas"]["Callback"][];
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
        /** @description Something that can be chosen. */
        CandidateInfo: {
            /** @description A second line. */
            detail?: string | null;
            /** @description What it is called. */
            label: string;
            /** @description The value of the field if it is chosen. */
            value: string;
        };
        /** @description What can be chosen. */
        CandidateList: {
            /** @description The first of them. */
            items: components["schemas"]["CandidateInfo"][];
            /** @description Whether there are more: search for a part of the name. */
            more: boolean;
        };
        /** @description One value of a choice. */
        ChoiceInfo: {
            /** @description What it is called. */
            title: string;
            /** @description What it is called in Ukrainian. */
            title_uk?: string | null;
            /** @description The value. */
            value: unknown;
        };
        /**
         * @description How a circuit stands, for people.
         * @enum {string}
         */
        CircuitState: "closed" | "open" | "half_open";
        /** @description A column. */
        ColumnInfo: {
            /** @description The values of a choice. */
            choices?: components["schemas"]["ChoiceInfo"][];
            /** @description How it can be filtered. */
            filters: components["schemas"]["FilterOperator"][];
            /** @description Its key. */
            key: string;
            /** @description Whether `q` looks here. */
            searchable: boolean;
            /** @description Whether it is shown where a person chose nothing. */
            shown: boolean;
            /** @description Whether the list can be sorted by it. */
            sortable: boolean;
            /** @description Its heading. */
            title: string;
            /** @description Its heading in Ukrainian. */
            title_uk?: string | null;
            /** @description What it holds. */
            type: components["schemas"]["ColumnType"];
        };
        /**
         * @description What a column holds.
         * @enum {string}
         */
        ColumnType: "text" | "integer" | "boolean" | "time" | "lookup" | "choice" | "tags";
        /** @description What a button starts. */
        CommandInfo: {
            /** @description Key of the process. */
            process: string;
            /** @description What the button says. */
            title?: string | null;
            /** @description What the button says in Ukrainian. */
            title_uk?: string | null;
        };
        /** @description A configured connection. */
        Connection: {
            /** @description Scheme, host and port. */
            address: string;
            /** @description How it signs in: `none`, `token`, `forms` or `oauth2`. */
            auth: string;
            /** @description Calls of each of the last 60 minutes, oldest first; the last is the one under way. */
            calls_per_minute: number[];
            /** @description Its connector. */
            connector: string;
            /** @description The last five minutes. */
            last_5_minutes: components["schemas"]["ConnectionFigures"];
            last_error?: components["schemas"]["ConnectionError"] | null;
            /** @description The last hour. */
            last_hour: components["schemas"]["ConnectionFigures"];
            /**
             * Format: date-time
             * @description When a call last succeeded.
             */
            last_success_at?: string | null;
            /** @description What is configured. */
            limits: components["schemas"]["ConnectionLimits"];
            /** @description Its name: the first part of its operations. */
            name: string;
            /** @description Its circuit on each node that is up. */
            nodes: components["schemas"]["NodeCircuit"][];
            /** @description Processes whose latest version calls it. */
            processes: components["schemas"]["ConnectionProcess"][];
            /**
             * Format: date-time
             * @description Since when, where that is known.
             */
            since?: string | null;
            /** @description How it is. */
            state: components["schemas"]["ConnectionState"];
            /** @description Operation a test reads with; absent where the connector declares none. */
            test_operation?: string | null;
            /** @description What people call the system. */
            title: string;
        };
        /** @description One span of a series. */
        ConnectionBucket: components["schemas"]["ConnectionFigures"] & {
            /**
             * Format: date-time
             * @description When it begins.
             */
            at: string;
        };
        /** @description A connection with its last failed calls. */
        ConnectionDetails: components["schemas"]["Connection"] & {
            /** @description The last failed calls, newest first; at most 50. */
            errors: components["schemas"]["ConnectionError"][];
        };
        /** @description A failed call, and those like it that were told with it. */
        ConnectionError: {
            /**
             * Format: date-time
             * @description When the last of them failed.
             */
            at: string;
            /** @description Code of the error. */
            code: string;
            /** @description How. */
            kind: components["schemas"]["CallFailure"];
            /** @description In words; secrets are masked. */
            message: string;
            /** @description Operation, without the connection's name. */
            operation: string;
            /** @description Its process. */
            process?: string | null;
            /**
             * Format: uuid
             * @description The run whose step called, where one did.
             */
            run?: string | null;
            /** @description Path of the step. */
            step?: string | null;
            /**
             * Format: int32
             * @description How many there were.
             */
            times: number;
        };
        /** @description What a connection did in a span of time, on all nodes together. */
        ConnectionFigures: {
            /**
             * Format: int64
             * @description Bytes of requests and answers, without headers.
             */
            bytes: number;
            /**
             * Format: int64
             * @description HTTP exchanges made, failed ones included. One call of a step may take several.
             */
            calls: number;
            /**
             * Format: int64
             * @description Not made, because the circuit was open. Not among `calls`.
             */
            not_sent: number;
            /**
             * Format: int64
             * @description Times a circuit opened.
             */
            opened: number;
            /**
             * Format: double
             * @description Half of the exchanges took no longer, in milliseconds, to about a fifth; absent where there were none.
             */
            p50_ms?: number | null;
            /**
             * Format: double
             * @description 95 of 100 exchanges took no longer, in milliseconds, to about a fifth; absent where there were none.
             */
            p95_ms?: number | null;
            /**
             * Format: int64
             * @description Of them: answered no (4xx); the connection works.
             */
            refused: number;
            /**
             * Format: int64
             * @description Of them: credentials refused or not readable.
             */
            sign_in: number;
            /**
             * Format: int64
             * @description Of them: trouble that passes (no connection, no answer, 5xx, too many requests).
             */
            transient: number;
            /**
             * Format: int64
             * @description Of them: writes that may have been done.
             */
            unknown: number;
            /**
             * Format: int64
             * @description How long all of them waited, in milliseconds.
             */
            waited_ms: number;
            /**
             * Format: int64
             * @description Calls that waited for their turn or for the pace.
             */
            waits: number;
        };
        /** @description What is configured; of each node. */
        ConnectionLimits: {
            /**
             * Format: int32
             * @description Failures in a row that open the circuit; 0: it never opens.
             */
            circuit_failures: number;
            /**
             * Format: int64
             * @description How long it stays open, in milliseconds.
             */
            circuit_open_ms: number;
            /**
             * Format: int64
             * @description Longest time to connect, in milliseconds.
             */
            connect_timeout_ms: number;
            /**
             * Format: int64
             * @description Most calls in flight at once.
             */
            max_concurrent: number;
            /**
             * Format: int64
             * @description Largest answer, in bytes.
             */
            max_response_bytes: number;
            /**
             * Format: double
             * @description Most requests a second, averaged; absent where there is no limit.
             */
            requests_per_second?: number | null;
            /**
             * Format: int64
             * @description Longest time of one exchange, in milliseconds.
             */
            timeout_ms: number;
        };
        /** @description All connections. */
        ConnectionList: {
            /** @description By name. */
            items: components["schemas"]["Connection"][];
        };
        /** @description A process that calls a connection. */
        ConnectionProcess: {
            /** @description Its key. */
            key: string;
            /** @description Its name. */
            name: string;
        };
        /** @description What a connection did over time. */
        ConnectionSeries: {
            /**
             * Format: int64
             * @description Seconds of each span: whole minutes.
             */
            bucket_seconds: number;
            /** @description The spans without gaps, oldest first; the last is the one under way. */
            buckets: components["schemas"]["ConnectionBucket"][];
        };
        /**
         * @description How a connection is, in one word.
         * @enum {string}
         */
        ConnectionState: "ok" | "degraded" | "circuit_open" | "cannot_sign_in" | "not_used";
        /** @description What a test of a connection saw. */
        ConnectionTest: {
            /** @description The stages, in order. */
            steps: components["schemas"]["TestStep"][];
            /** @description Whether everything that was looked at works. */
            works: boolean;
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
            /** @description The fields of the input in the order of the file, for forms. */
            input_order?: string[];
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
        /** @description A child list of a record. */
        DetailInfo: components["schemas"]["TableInfo"] & {
            add?: components["schemas"]["CommandInfo"] | null;
            delete?: components["schemas"]["CommandInfo"] | null;
            /** @description The form of Add. */
            form: components["schemas"]["FormInfo"];
            /** @description Its key. */
            key: string;
            /** @description Its name. */
            title: string;
            /** @description Its name in Ukrainian. */
            title_uk?: string | null;
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
            /** @description Whether there is a step beside it that the token can be put to. */
            can_move?: boolean;
            /** @description Whether it can be skipped with an output: an activity or a timer can, a gateway or an end cannot. */
            can_skip?: boolean;
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
        /** @description One problem of a form, on its field. */
        FieldError: {
            /** @description What kind of problem. */
            code: components["schemas"]["FieldErrorCode"];
            /** @description Key of the field; empty where it belongs to no single one. */
            field: string;
            /** @description What is wrong and what to do. */
            message: string;
            /** @description The same in Ukrainian. */
            message_uk?: string | null;
        };
        /**
         * @description Kinds of problems of a field.
         * @enum {string}
         */
        FieldErrorCode: "required" | "invalid" | "read_only" | "not_found" | "not_allowed" | "not_unique" | "refused";
        /** @description A field of a form. */
        FieldInfo: {
            /** @description What may be done with it when a record is added. */
            add: components["schemas"]["Access"];
            /** @description Whether it is filled in from others; `POST …/form/check` does it. */
            auto: boolean;
            /** @description The values of a choice. */
            choices?: components["schemas"]["ChoiceInfo"][];
            /** @description Value of a new record. */
            default?: unknown;
            /** @description What it is for. */
            description?: string | null;
            /** @description What it is for, in Ukrainian. */
            description_uk?: string | null;
            /** @description What may be done with it when a record is changed. */
            edit: components["schemas"]["Access"];
            /** @description What an empty value means. */
            empty_note?: string | null;
            /** @description What an empty value means, in Ukrainian. */
            empty_note_uk?: string | null;
            /** @description Its key. */
            key: string;
            /** @description Whether `GET …/lookups/{field}` lists what can be chosen. */
            lookup: boolean;
            /** @description Whether it must have a value. */
            required: boolean;
            /** @description JSON Schema of its value. */
            schema: Record<string, unknown>;
            /** @description What it is called. */
            title: string;
            /** @description What it is called in Ukrainian. */
            title_uk?: string | null;
            /** @description What it holds. */
            type: components["schemas"]["FieldType"];
            /** @description Whether it is compared with what exists. */
            unique: boolean;
        };
        /** @description A word on a field that is no error. */
        FieldNote: {
            /** @description Key of the field. */
            field: string;
            /** @description The word. */
            message: string;
            /** @description The same in Ukrainian. */
            message_uk?: string | null;
        };
        /**
         * @description What a field holds.
         * @enum {string}
         */
        FieldType: "text" | "integer" | "number" | "boolean" | "time" | "lookup" | "choice";
        /**
         * @description How a column is compared.
         * @enum {string}
         */
        FilterOperator: "eq" | "contains" | "starts" | "from" | "to";
        /** @description What was seen in a stage, with what its sentence names. Holds no secret. */
        Finding: {
            /** @enum {string} */
            code: "no_address";
        } | {
            /** @enum {string} */
            code: "finds_itself";
        } | {
            /** @enum {string} */
            code: "proxied";
        } | {
            /** @description The first of them. */
            addresses: string[];
            /** @enum {string} */
            code: "name_found";
            /** @description The host. */
            host: string;
            /**
             * Format: int64
             * @description How many more there are.
             */
            more: number;
        } | {
            /** @enum {string} */
            code: "name_unknown";
            /** @description The host. */
            host: string;
            /** @description What the name server or the machine said. */
            reason: string;
        } | {
            /** @enum {string} */
            code: "name_unanswered";
            /** @description The host. */
            host: string;
            /**
             * Format: int64
             * @description How long it was waited.
             */
            seconds: number;
        } | {
            /** @enum {string} */
            code: "answered";
            /**
             * Format: int32
             * @description Status of the answer.
             */
            status: number;
        } | {
            /** @enum {string} */
            code: "connected";
            /** @description By whom: address and port, where that is known. */
            place?: string | null;
        } | {
            /** @enum {string} */
            code: "not_connected";
            /** @description Host and port. */
            place: string;
            /** @description What this machine said. */
            reason: string;
        } | {
            /** @enum {string} */
            code: "connect_timed_out";
            /**
             * Format: int64
             * @description How long it was waited.
             */
            milliseconds: number;
            /** @description Host and port. */
            place: string;
        } | {
            /** @enum {string} */
            code: "not_encrypted";
        } | {
            /** @enum {string} */
            code: "trusted";
        } | {
            /** @enum {string} */
            code: "not_trusted";
            /** @description What was said about it. */
            message: string;
        } | {
            /** @enum {string} */
            code: "no_sign_in";
        } | {
            /** @enum {string} */
            code: "token_read";
        } | {
            /** @enum {string} */
            code: "credentials_taken";
        } | {
            /** @enum {string} */
            code: "sign_in_timed_out";
            /**
             * Format: int64
             * @description How long it was waited.
             */
            seconds: number;
        } | {
            /** @enum {string} */
            code: "no_test";
            /** @description The connector. */
            connector: string;
        } | {
            /** @enum {string} */
            code: "test_not_made";
            /** @description Why not. */
            reason: string;
        } | {
            /** @enum {string} */
            code: "read";
            /** @description Its operation. */
            operation: string;
        } | {
            /** @enum {string} */
            code: "read_refused";
            /** @description What was answered, as a sentence. */
            message: string;
            /** @description Its operation. */
            operation: string;
        } | {
            /** @enum {string} */
            code: "no_turn";
            /**
             * Format: int64
             * @description Calls under way.
             */
            in_flight: number;
            /**
             * Format: int64
             * @description Most calls at once.
             */
            most: number;
            /**
             * Format: int64
             * @description How long it was waited.
             */
            seconds: number;
            /**
             * Format: int64
             * @description Calls that wait.
             */
            waiting: number;
        } | {
            /** @enum {string} */
            code: "read_timed_out";
            /** @description Its operation. */
            operation: string;
            /**
             * Format: int64
             * @description How long it was waited.
             */
            seconds: number;
        } | {
            /** @enum {string} */
            code: "failed";
            /** @description Code of the error, without the connector's name. */
            error: string;
            /** @description What happened, as a sentence. */
            message: string;
            /**
             * Format: int32
             * @description Status of the answer, where there was one.
             */
            status?: number | null;
        };
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
            /** @description Why it was left out, waits or failed, in English. */
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
            why?: components["schemas"]["Why"] | null;
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
        /** @description A form after its check. */
        FormCheck: {
            /** @description What does not fit, in the order of the fields. */
            field_errors: components["schemas"]["FieldError"][];
            /** @description Whether it can be sent. */
            fits: boolean;
            /** @description What the chosen records are called, by field. */
            labels: Record<string, unknown>;
            /** @description What empty fields mean. */
            notes: components["schemas"]["FieldNote"][];
            /** @description The fields, filled in. */
            values: Record<string, unknown>;
        };
        /** @description A form to be checked. */
        FormCheckRequest: {
            /** @description Key of the action that asks for it. */
            action?: string | null;
            /** @description Key of the detail something is added to; goes with `record`. */
            detail?: string | null;
            /** @description Id of the record it belongs to; none for a new one. */
            record?: string | null;
            /** @description By field. */
            values?: Record<string, unknown>;
        };
        /** @description A form. */
        FormInfo: {
            /** @description In the order they are shown. */
            fields: components["schemas"]["FieldInfo"][];
        };
        /** @description One problem of an input. */
        InputProblem: {
            /** @description What is wrong with it. */
            message: string;
            /** @description JSON pointer (RFC 6901); empty for the whole. */
            pointer: string;
        };
        /** @description Part of a journal, in the order asked for. */
        JournalPage: {
            /** @description The facts. */
            items: components["schemas"]["Fact"][];
            /**
             * Format: int32
             * @description Send it as `after` for what follows; absent where nothing did when the page was read.
             */
            next_after?: number | null;
            /**
             * Format: int32
             * @description How many facts fit the filter; absent where the run has more than 200,000 to look at.
             */
            total?: number | null;
        };
        /** @description The run of a process that was accepted last. */
        LastRun: {
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
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at?: string | null;
            /** @description Where it stands. */
            status: components["schemas"]["RunStatus"];
        };
        /** @description How long a step took, in milliseconds. */
        LengthsOfTime: {
            /**
             * Format: double
             * @description Waits before next attempts together.
             */
            backoff_ms: number;
            /**
             * Format: double
             * @description Attempts of calls together.
             */
            calling_ms: number;
            /**
             * Format: double
             * @description The longest, ended or not.
             */
            max_ms: number;
            /**
             * Format: double
             * @description Half of those that ended took no longer.
             */
            p50_ms?: number | null;
            /**
             * Format: double
             * @description 95 of 100 that ended took no longer.
             */
            p95_ms?: number | null;
            /**
             * Format: double
             * @description At incidents together.
             */
            stopped_ms: number;
            /**
             * Format: double
             * @description All of it together, with what goes on.
             */
            total_ms: number;
        };
        /** @description A process as the library shows it. */
        LibraryEntry: components["schemas"]["Definition"] & {
            activity?: components["schemas"]["ProcessActivity"] | null;
            /** @description What it does, for people. */
            description?: string | null;
            /** @description The heading it stands under. */
            group?: string | null;
            /** @description What starts it, each once. `manual` is among them: every process can be started by hand. */
            triggers: components["schemas"]["TriggerWord"][];
        };
        /** @description Runs that have not ended, by where they stand. */
        LiveRuns: {
            /** @description True: there are more, and only the newest of a status were counted. */
            at_least: boolean;
            /**
             * Format: int32
             * @description Accepted, not yet begun.
             */
            created: number;
            /**
             * Format: int32
             * @description Stopped; a person must look.
             */
            incident: number;
            /**
             * Format: int32
             * @description Something is being done.
             */
            running: number;
            /**
             * Format: int32
             * @description Stopped by a person.
             */
            suspended: number;
            /**
             * Format: int32
             * @description All of them.
             */
            total: number;
            /**
             * Format: int32
             * @description Nothing to do until a time comes or something arrives.
             */
            waiting: number;
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
        /** @description What the menus offer now. */
        Menu: {
            add?: components["schemas"]["Offer"] | null;
            delete?: components["schemas"]["Offer"] | null;
            /** @description The actions. */
            items: components["schemas"]["MenuItem"][];
            save?: components["schemas"]["Offer"] | null;
        };
        /** @description An action in a menu. */
        MenuItem: components["schemas"]["ActionInfo"] & components["schemas"]["Offer"];
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
        /** @description The circuit breaker of a connection on one node. */
        NodeCircuit: {
            /** @description How the circuit stands. */
            circuit: components["schemas"]["CircuitState"];
            /**
             * Format: int32
             * @description Calls in flight.
             */
            in_flight: number;
            /** @description What people call it. */
            name: string;
            /**
             * Format: uuid
             * @description The node; a new one after every start.
             */
            node: string;
            /**
             * Format: date-time
             * @description Since when; absent where it has been so since the node started.
             */
            since?: string | null;
            /**
             * Format: date-time
             * @description Until when it stays open.
             */
            until?: string | null;
            /**
             * Format: int32
             * @description Calls that wait for their turn or the pace.
             */
            waiting: number;
        };
        /** @description Whether something is offered now. */
        Offer: {
            /** @description What to ask before. */
            confirm?: string | null;
            /** @description What to ask before, in Ukrainian. */
            confirm_uk?: string | null;
            /** @description Whether it can be done. */
            offered: boolean;
            /** @description Why not. */
            reason?: string | null;
            /** @description Why not, in Ukrainian. */
            reason_uk?: string | null;
        };
        /** @description One operation of a connection. */
        Operation: {
            /** @description One sentence for people. */
            description: string;
            /** @description JSON Schema of what stands under `with:`. */
            input: Record<string, unknown>;
            /** @description Whether it changes the other system. */
            kind: components["schemas"]["OperationWord"];
            /**
             * @description What stands after `call:`.
             * @example webitel.users.search
             */
            name: string;
        };
        /** @description What a definition may call. */
        OperationList: {
            /** @description Every operation of every connection, by name. */
            items: components["schemas"]["Operation"][];
        };
        /**
         * @description Whether an operation changes the other system.
         * @enum {string}
         */
        OperationWord: "reads" | "writes";
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
        Page_Bulk: {
            /** @description The rows. */
            items: {
                /** @description What is done. */
                action: components["schemas"]["BulkAction"];
                became?: components["schemas"]["BulkBecameCounts"] | null;
                /** @description How many of its runs ended how. */
                counts: components["schemas"]["BulkCounts"];
                /**
                 * Format: date-time
                 * @description When the selection was made.
                 */
                created_at: string;
                /**
                 * @description Who selected and started it.
                 * @example user:ann
                 */
                created_by: string;
                /**
                 * Format: date-time
                 * @description When it finished or was stopped.
                 */
                ended_at?: string | null;
                /**
                 * Format: date-time
                 * @description Until when a preview can be started.
                 */
                expires_at: string;
                filter?: components["schemas"]["RunFilter"] | null;
                /** @description What the selection was made of, by process and status at that moment. */
                groups: components["schemas"]["BulkGroup"][];
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description How many ids were asked for, where it was no filter.
                 */
                ids?: number | null;
                /** @description How many were selected and are not acted on, and why. */
                left_out: components["schemas"]["BulkLeftOutCount"][];
                /** @description Why, in words. */
                reason?: string | null;
                /**
                 * Format: int64
                 * @description How many runs it acts on. Neither more nor others: which they are was decided when the preview was made.
                 */
                runs: number;
                /**
                 * Format: date-time
                 * @description When it was started.
                 */
                started_at?: string | null;
                /** @description How far it is. */
                state: components["schemas"]["BulkState"];
                /** @description Who stopped it. */
                stopped_by?: string | null;
                /**
                 * Format: int64
                 * @description Ids that are of no run the caller sees.
                 */
                unknown: number;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_BulkItem: {
            /** @description The rows. */
            items: {
                became?: components["schemas"]["BulkBecame"] | null;
                /** @description What its starter calls it. */
                business_key?: string | null;
                /** @description Its last error, in words. */
                last_error?: string | null;
                /** @description What became of the act on it. */
                outcome: components["schemas"]["BulkOutcome"];
                /** @description Key of its process; absent where the run is gone. */
                process?: string | null;
                /** @description Why it was not done, in words. */
                reason?: string | null;
                /**
                 * Format: uuid
                 * @description The run.
                 */
                run_id: string;
                /**
                 * Format: date-time
                 * @description When that was.
                 */
                settled_at?: string | null;
                status?: components["schemas"]["RunStatus"] | null;
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
                /** @description Why it was left out, waits or failed, in English. */
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
                why?: components["schemas"]["Why"] | null;
            }[];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_LibraryEntry: {
            /** @description The rows. */
            items: (components["schemas"]["Definition"] & {
                activity?: components["schemas"]["ProcessActivity"] | null;
                /** @description What it does, for people. */
                description?: string | null;
                /** @description The heading it stands under. */
                group?: string | null;
                /** @description What starts it, each once. `manual` is among them: every process can be started by hand. */
                triggers: components["schemas"]["TriggerWord"][];
            })[];
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
        /** @description One page of a list. */
        Page_VersionEntry: {
            /** @description The rows. */
            items: (components["schemas"]["Definition"] & {
                /** @description Its runs that have not ended. */
                live: components["schemas"]["LiveRuns"];
            })[];
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
            /** @description `invalid-input` of a batch: the first hundred problems with the places of their items. */
            batch_problems?: components["schemas"]["BatchProblem"][];
            /** @description What happened, why, and what to do. */
            detail?: string;
            /** @description `invalid-definition`: every mistake with its place. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description `invalid-form`: what does not fit, each on its field. */
            field_errors?: components["schemas"]["FieldError"][];
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
        /** @description A problem inside an answer. */
        ProblemSummary: {
            /** @description What happened, why, and what to do. */
            detail: string;
            /**
             * Format: int32
             * @description The status it would have had alone.
             */
            status: number;
            /** @description The kind in words. */
            title: string;
            /** @description What kind of problem, for programs. */
            type: string;
        };
        /** @description How much a process runs. */
        ProcessActivity: {
            last_run?: components["schemas"]["LastRun"] | null;
            /** @description Runs that have not ended, of all versions. */
            live: components["schemas"]["LiveRuns"];
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
        /** @description What a delivery did. */
        RecordEventAnswer: {
            /** @description The delivery. */
            delivery_id: string;
            /** @description It came before and was done then; nothing was started now. */
            duplicate: boolean;
            /** @description Processes that should have started and could not; they would fail again. */
            failed: components["schemas"]["RecordPass"][];
            /** @description Processes that listen to the section and had nothing to do with this. */
            not_matched: components["schemas"]["RecordPass"][];
            /** @description The runs it started, now or before; all of them are durable. */
            started: components["schemas"]["RecordStart"][];
        };
        /** @description Something happened to a record of a section. */
        RecordEventRequest: {
            /** @description Names of the fields that changed. */
            changed?: string[];
            /** @description Id of this delivery, the same for every attempt at it: 1 to 200 visible ASCII characters. */
            deliveryId: string;
            /** @description What the CRM calls the kind of record; for people. */
            entity: string;
            /** @description What happened. */
            event: components["schemas"]["RecordEventWord"];
            /** @description The record with its fields; of a deleted one those it had. */
            record: Record<string, unknown>;
        };
        /**
         * @description What happened to a record, in the words of the CRM.
         * @enum {string}
         */
        RecordEventWord: "inserted" | "updated" | "deleted";
        /** @description A record whole. */
        RecordInfo: components["schemas"]["RecordRow"] & {
            /** @description Values of the form. */
            form: Record<string, unknown>;
            /** @description What the lookups of the form are called, by field. */
            labels: Record<string, unknown>;
            /** @description As the system behind gives it. */
            record: Record<string, unknown>;
            /** @description Business key of its runs: `GET /api/v1/runs?business_key=…` lists them. */
            run_key?: string | null;
        };
        /** @description A page of rows. */
        RecordPage: {
            /** @description The rows. */
            items: components["schemas"]["RecordRow"][];
            /**
             * Format: int32
             * @description Rows asked for.
             */
            limit: number;
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next_cursor?: string | null;
            /**
             * Format: int32
             * @description Rows passed over before this page.
             */
            skip: number;
            /**
             * Format: int64
             * @description All rows that match, where the system behind tells.
             */
            total?: number | null;
        };
        /** @description A process that a delivery did not start. */
        RecordPass: {
            /** @description Key of the process. */
            process: string;
            /** @description Why not. */
            reason: string;
        };
        /** @description A row of a list. */
        RecordRow: {
            /** @description What to ask before it is deleted; only rows of details. */
            delete_confirm?: string | null;
            /** @description The same in Ukrainian. */
            delete_confirm_uk?: string | null;
            /** @description Its id in the system behind. */
            id: string;
            /** @description What it is called. */
            title: string;
            /** @description A value for each column. A lookup is `{"id", "label"}` or null. */
            values: Record<string, unknown>;
        };
        /** @description A run that a delivery started. */
        RecordStart: {
            /** @description Key of the process. */
            process: string;
            /**
             * Format: uuid
             * @description The run.
             */
            run_id: string;
        };
        /** @description What to do where a stage failed. */
        Remedy: {
            /** @enum {string} */
            code: "check_name";
            /** @description The connection. */
            connection: string;
        } | {
            /** @enum {string} */
            code: "check_place";
        } | {
            /** @enum {string} */
            code: "trust_authority";
        } | {
            /** @enum {string} */
            code: "try_later";
        } | {
            /** @enum {string} */
            code: "replace_token";
            kept?: components["schemas"]["SecretPlace"] | null;
        } | {
            /** @enum {string} */
            code: "correct_password";
            kept?: components["schemas"]["SecretPlace"] | null;
        } | {
            /** @enum {string} */
            code: "correct_client";
            kept?: components["schemas"]["SecretPlace"] | null;
        } | {
            /** @enum {string} */
            code: "free_turns";
        } | {
            /** @enum {string} */
            code: "allow_time";
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
            /**
             * @description Time zone of the schedule that started it; absent where none did, or where that is gone.
             * @example Europe/Kyiv
             */
            timezone?: string | null;
            /** @description Where it stands. */
            tokens?: components["schemas"]["Token"][];
            /** @description Variables of the process; only where asked for. */
            variables?: Record<string, unknown> | null;
        };
        /** @description A part of a span of time, and the runs that were accepted in it. */
        RunBucket: {
            /**
             * Format: int64
             * @description All runs accepted in it; the other numbers are its parts.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Those that ended as their definition says.
             */
            completed: number;
            /**
             * Format: int64
             * @description Those that ended by an error.
             */
            failed: number;
            /**
             * Format: date-time
             * @description Where it begins.
             */
            from: string;
            /**
             * Format: int64
             * @description Those that stand at an incident: a person must look.
             */
            incident: number;
            /**
             * Format: int64
             * @description Those that are queued, run, wait, or were stopped by a person for a while.
             */
            live: number;
            /**
             * Format: date-time
             * @description Where it ends.
             */
            to: string;
            /**
             * Format: int64
             * @description Those that were cancelled, or whose work was undone.
             */
            withdrawn: number;
        };
        /**
         * @description Runs that need attention or failed for one reason. `process`, `error_step` and `error_code` as a filter (empty where
         *     they are absent here) list them.
         */
        RunCause: {
            /**
             * Format: int32
             * @description How many runs, of both statuses.
             */
            count: number;
            /** @description The code of the error. */
            error_code?: string | null;
            /** @description The step, by its path. */
            error_step?: string | null;
            /**
             * Format: int32
             * @description How many of them failed.
             */
            failed: number;
            /**
             * Format: date-time
             * @description When the first of them stopped.
             */
            first_at: string;
            /**
             * Format: int32
             * @description How many of them need attention.
             */
            incidents: number;
            /**
             * Format: date-time
             * @description When the last of them stopped.
             */
            last_at: string;
            /** @description What the newest of them says; cut after 1,000 characters. */
            message?: string | null;
            /**
             * Format: uuid
             * @description Id of the newest of them.
             */
            newest_run: string;
            /** @description Key of the process. */
            process: string;
        };
        /** @description Why runs need attention or failed. */
        RunCauses: {
            /** @description The causes, the one of most runs first. */
            causes: components["schemas"]["RunCause"][];
            /** @description False: there are more runs or causes than were looked at, and the counts are of the newest runs. */
            complete: boolean;
        };
        /** @description How many runs of one status there are. */
        RunCount: {
            /** @description There may be more: counting ends at 10,000, and at 50,000 runs looked at. */
            at_least: boolean;
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
            /** @description The status. */
            status: components["schemas"]["RunStatus"];
        };
        /** @description How many runs of each status there are. */
        RunCounts: {
            /** @description A status each. */
            counts: components["schemas"]["RunCount"][];
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
        /** @description Which runs. Members that are given must all hold. */
        RunFilter: {
            /** @description A business key, exactly. */
            business_key?: string | null;
            /** @description Only runs that need attention or failed with this code; empty: with none. */
            error_code?: string | null;
            /** @description Only runs that need attention or failed at this step (its path); empty: at no step. */
            error_step?: string | null;
            /** @description Key of a process. */
            process?: string | null;
            /**
             * @description Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
             *     process, or a part of the error of a run that needs attention or failed. At most 200 characters.
             */
            q?: string | null;
            /**
             * Format: date-time
             * @description Accepted at this instant or later (RFC 3339).
             */
            since?: string | null;
            /** @description Who started it, exactly, e.g. `token:ci`. */
            started_by?: string | null;
            /**
             * @description Statuses, with commas between: `incident,failed`.
             * @example incident,failed
             */
            status?: string | null;
            trigger?: components["schemas"]["TriggerKind"] | null;
            /**
             * Format: date-time
             * @description Accepted before this instant (RFC 3339).
             */
            until?: string | null;
            /**
             * @description `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
             *     numbers of up to 200 characters; never secrets.
             * @example ext:1005
             */
            var?: string | null;
            /**
             * Format: int32
             * @description Version of the definition.
             */
            version?: number | null;
        };
        /** @description What a run was given. */
        RunInput: {
            /**
             * Format: int64
             * @description Its size as JSON.
             */
            bytes: number;
            /** @description The input; absent where it was given none, and where it is large and only its beginning was asked for. */
            input?: Record<string, unknown> | null;
            /** @description Whether it holds secrets. Nobody can read those, so it cannot be sent again as it is shown. */
            masked: boolean;
            /** @description How a large one begins, as indented JSON. */
            start?: string | null;
        };
        /** @description A run as it stood after one of its facts. */
        RunMoment: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            error?: components["schemas"]["RunError"] | null;
            /**
             * Format: int32
             * @description How many of its tokens stood at an incident.
             */
            incidents: number;
            /**
             * Format: int32
             * @description The last fact there is.
             */
            last_seq: number;
            /** @description Every `for_each` under way, outermost first. */
            progress: components["schemas"]["Progress"][];
            /**
             * Format: int32
             * @description The fact.
             */
            seq: number;
            /** @description Where the run stood. */
            status: components["schemas"]["RunStatus"];
            /** @description Where its tokens stood. */
            tokens: components["schemas"]["Token"][];
            /** @description Variables of the process, after the end as they were last; none where they were not asked for. */
            variables: Record<string, unknown>;
        };
        /** @description One page of runs. */
        RunPage: {
            /** @description The runs, newest first. */
            items: components["schemas"]["RunSummary"][];
            /**
             * Format: date-time
             * @description The filter asks for something no index answers, and the page ended because enough runs were looked at: it has all
             *     that match and were accepted after this instant.
             */
            looked_until?: string | null;
            /**
             * @description Send it as `cursor` for the next page; absent on the last one. A page with fewer runs than asked for, even none,
             *     may have a next one: see `looked_until`.
             */
            next_cursor?: string | null;
        };
        /**
         * @description How far a run is. Nothing but its status is told of a run that has ended, and of one with a long journal that is not in
         *     the memory of the node that was asked.
         */
        RunProgress: {
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
            /** @description Every `for_each` under way, outermost first. */
            progress: components["schemas"]["Progress"][];
            /** @description Where it stands. */
            status: components["schemas"]["RunStatus"];
            /**
             * @description What its first tokens do, at most three: incidents first, then calls and waits. Errors without what the other
             *     side said.
             */
            tokens: components["schemas"]["Token"][];
        };
        /** @description Runs over time. Each is counted where it was accepted, by how it stands now. */
        RunSeries: {
            /** @description The parts, in order, without gaps. */
            buckets: components["schemas"]["RunBucket"][];
            /**
             * Format: date-time
             * @description Where the first part begins.
             */
            since: string;
            /**
             * Format: date-time
             * @description Where the last part ends.
             */
            until: string;
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
            /** @description The code of that error. */
            error_code?: string | null;
            /** @description The step of that error, by its path. */
            error_step?: string | null;
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
            /** @description What kind of thing that is. */
            trigger?: components["schemas"]["TriggerKind"];
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
        /** @description How far runs are. */
        RunsProgress: {
            /** @description A run each. */
            items: components["schemas"]["RunProgress"][];
        };
        /** @description A saved view. */
        SavedView: {
            /**
             * @description What stands behind the question mark of the page's address.
             * @example status=incident%2Cfailed&since=24h
             */
            address: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Whether it is the caller's own. */
            mine: boolean;
            /** @description Its name. */
            name: string;
            /**
             * @description Who keeps it.
             * @example user:ann
             */
            owner: string;
            /** @description The page it is of. */
            page: components["schemas"]["ViewPage"];
            /**
             * Format: int32
             * @description Its place among the owner's.
             */
            position: number;
            /** @description Whether everybody sees it. */
            shared: boolean;
            /**
             * Format: int32
             * @description Counts its changes, from 1.
             */
            version: number;
        };
        /** @description The views a caller sees on a page. */
        SavedViewList: {
            /** @description Their own in their order, then what others share by name. */
            items: components["schemas"]["SavedView"][];
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
        /** @description Days, and what schedules have on them. */
        ScheduleCalendar: {
            /** @description What each has on each day, by day; what has nothing is not there. */
            cells: components["schemas"]["CalendarCell"][];
            cut?: components["schemas"]["CalendarCut"] | null;
            /** @description The days, in order. */
            days: components["schemas"]["CalendarDay"][];
            /** @description The schedules that have anything on them, by process and name. */
            schedules: components["schemas"]["CalendarSchedule"][];
            /**
             * @description By the clocks of which zone the days begin.
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
        /** @description Where a secret is kept, for who has to change it. */
        SecretPlace: {
            /** @enum {string} */
            in: "environment";
            /** @description Its name. */
            name: string;
        } | {
            /** @enum {string} */
            in: "file";
            /** @description Its path. */
            path: string;
        } | {
            /** @enum {string} */
            in: "service";
            /** @description Its name. */
            name: string;
        };
        /** @description The value of a secret on its way to the service. */
        SecretValue: {
            /**
             * Format: password
             * @description The value: 1 to 16,384 characters.
             */
            value: string;
        };
        /** @description A section whole. */
        SectionInfo: components["schemas"]["SectionSummary"] & components["schemas"]["TableInfo"] & {
            /** @description Every action of its menus; which are offered now says `GET …/actions`. */
            actions: components["schemas"]["ActionInfo"][];
            add?: components["schemas"]["CommandInfo"] | null;
            delete?: components["schemas"]["CommandInfo"] | null;
            /** @description Child lists of a record. */
            details: components["schemas"]["DetailInfo"][];
            /** @description The form of a record. */
            form: components["schemas"]["FormInfo"];
            save?: components["schemas"]["CommandInfo"] | null;
        };
        /** @description Every section. */
        SectionList: {
            /** @description The sections, by key. */
            items: components["schemas"]["SectionSummary"][];
        };
        /** @description What became of a press of a button. */
        SectionStart: {
            /** @description True where an earlier press started it. */
            existing: boolean;
            /** @description Where the run ended or stands with an error that names a field: the error on that field. */
            field_errors: components["schemas"]["FieldError"][];
            /** @description The run. */
            run: components["schemas"]["Run"];
        };
        /** @description A section as lists show it. */
        SectionSummary: {
            /** @description What it shows. */
            description?: string | null;
            /** @description What it shows, in Ukrainian. */
            description_uk?: string | null;
            /**
             * @description Its key.
             * @example webitel_users
             */
            key: string;
            /** @description Its name. */
            title: string;
            /** @description Its name in Ukrainian. */
            title_uk?: string | null;
        };
        /** @description What became of one record of a selection. */
        SelectionItem: {
            /** @description True where an earlier press started it. */
            existing: boolean;
            problem?: components["schemas"]["ProblemSummary"] | null;
            /** @description Id of the record. */
            record: string;
            /**
             * Format: uuid
             * @description Its run.
             */
            run_id?: string | null;
        };
        /** @description What can be done with a selection. */
        SelectionMenu: {
            /** @description The actions. */
            items: components["schemas"]["SelectionMenuItem"][];
        };
        /** @description An action for a selection. */
        SelectionMenuItem: components["schemas"]["ActionInfo"] & components["schemas"]["Offer"] & {
            /** @description Records it fits: send these. */
            fits: string[];
            /** @description Records it does not fit, with the reason. */
            refused: Record<string, unknown>;
        };
        /** @description A selection of records. */
        SelectionRequest: {
            /** @description Their ids, each once. */
            records: string[];
        };
        /** @description What became of an action on a selection. */
        SelectionStart: {
            /** @description Records without one. */
            failed: number;
            /** @description For each record, in the order asked for. */
            items: components["schemas"]["SelectionItem"][];
            /** @description Records with a run. */
            started: number;
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
            callback?: components["schemas"]["CallbackRequest"] | null;
            /** @description The input; an empty object where none is given. Defaults of the input schema are filled in. */
            input?: Record<string, unknown>;
            /**
             * @description Start only while no active run of the process that was started so has the same business key; else the answer is
             *     that run.
             */
            unique?: boolean;
        };
        /** @description A run that was started, or that was there. */
        StartedRun: components["schemas"]["Run"] & {
            /** @description True where an earlier request started it. */
            existing: boolean;
        };
        /** @description What one step did. */
        StepReport: {
            /**
             * Format: int32
             * @description How many are under way.
             */
            active: number;
            /**
             * Format: int32
             * @description Attempts of calls.
             */
            attempts: number;
            /**
             * Format: int32
             * @description How often it was left without being done: by an error that was caught, a timeout, a cancel, a move. Of a
             *     `for_each`, how many of the done items ended through a `catch`.
             */
            caught: number;
            /**
             * Format: int32
             * @description How often it was done; of a `for_each`, how many items ended.
             */
            done: number;
            /** @description How many ended in each part of the time from the beginning to the moment; empty unless `parts` asks for it. */
            done_over_time: number[];
            /**
             * Format: int32
             * @description How often it was entered; of a `for_each`, how many items were begun.
             */
            entered: number;
            /**
             * Format: int32
             * @description Attempts that failed.
             */
            failed: number;
            /** @description How many attempts failed in each part. */
            failed_over_time: number[];
            /**
             * Format: date-time
             * @description When it was first entered.
             */
            first_at?: string | null;
            /**
             * Format: date-time
             * @description When the last thing happened there.
             */
            last_at?: string | null;
            /** @description Whether spans were left out. */
            more_spans: boolean;
            /** @description What was done there, in the order it began; of many only the first. */
            spans: components["schemas"]["StepSpan"][];
            /** @description Path of the step. */
            step: string;
            /**
             * Format: int32
             * @description How many stand at an incident.
             */
            stopped: number;
            /** @description How long it took. */
            took: components["schemas"]["LengthsOfTime"];
            /**
             * Format: int32
             * @description Items of its lists so far; only of a `for_each`.
             */
            total?: number | null;
        };
        /** @description What a token did at a step for some time. */
        StepSpan: {
            /**
             * Format: int32
             * @description Which attempt, from 1; of attempts.
             */
            attempt?: number | null;
            /** @description Whether the attempt failed. */
            failed?: boolean;
            /**
             * Format: date-time
             * @description From when.
             */
            from: string;
            /**
             * Format: int32
             * @description Number of the item, from 0, inside a `for_each`.
             */
            item?: number | null;
            /** @description What. */
            kind: components["schemas"]["StepSpanKind"];
            /**
             * Format: date-time
             * @description Until when; absent while it goes on.
             */
            to?: string | null;
        };
        /**
         * @description What a token can do at a step for some time.
         * @enum {string}
         */
        StepSpanKind: "attempt" | "backoff" | "wait" | "join" | "inside" | "stopped";
        /** @description What each step of a run did until a moment. */
        StepsReport: {
            /**
             * Format: date-time
             * @description When the run began.
             */
            from: string;
            /** @description The steps that were entered, as the definition has them. */
            items: components["schemas"]["StepReport"][];
            /**
             * Format: int32
             * @description The last fact looked at.
             */
            seq: number;
            /**
             * Format: date-time
             * @description The moment: what goes on took until then.
             */
            to: string;
        };
        /** @description A list and its columns. */
        TableInfo: {
            /** @description In the order they are shown. */
            columns: components["schemas"]["ColumnInfo"][];
            /** @description Column it is sorted by where nothing is asked for, with `-` before it where it falls. */
            default_sort?: string | null;
            /**
             * Format: int32
             * @description Most rows of a page.
             */
            max_page: number;
            /** @description Whether `q` can be used. */
            searchable: boolean;
            /** @description Whether `skip` may be any number, and not only a multiple of `limit`. */
            skips_freely: boolean;
        };
        /**
         * @description How a stage of a test ended.
         * @enum {string}
         */
        TestEnd: "ok" | "failed" | "skipped" | "not_reached";
        /**
         * @description What a test looks at, in this order.
         * @enum {string}
         */
        TestStage: "resolve" | "connect" | "tls" | "sign_in" | "read";
        /** @description One stage of a test. */
        TestStep: {
            /** @description What to do, in English. */
            advice?: string | null;
            /** @description What was seen, in English; empty where nothing was done. */
            detail: string;
            /** @description How it ended. */
            end: components["schemas"]["TestEnd"];
            finding?: components["schemas"]["Finding"] | null;
            remedy?: components["schemas"]["Remedy"] | null;
            /** @description Which. */
            stage: components["schemas"]["TestStage"];
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            took_ms: number;
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
        /**
         * @description What started a run. The detail (which schedule, which section) stands in `started_by`.
         * @enum {string}
         */
        TriggerKind: "manual" | "schedule" | "section" | "record" | "creatio";
        /**
         * @description What starts a process.
         * @enum {string}
         */
        TriggerWord: "manual" | "section" | "schedule" | "record";
        /** @description The next planned time of a schedule. */
        UpcomingFiring: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * @description The same as the clocks of the zone show it.
             * @example 2026-03-29T04:00:00+03:00
             */
            local: string;
            /** @description Name of the schedule within the process. */
            name: string;
            /** @description Key of the process it starts. */
            process: string;
            /**
             * Format: uuid
             * @description Id of the schedule.
             */
            schedule: string;
            /**
             * @description The zone it goes by.
             * @example Europe/Kyiv
             */
            timezone: string;
        };
        /** @description What fires next. */
        UpcomingFirings: {
            /** @description Each schedule at most once, with its next planned time; the next first. */
            items: components["schemas"]["UpcomingFiring"][];
        };
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
        /** @description Values of a form. */
        ValuesRequest: {
            /** @description By field. For a change only those that were changed. */
            values?: Record<string, unknown>;
        };
        /** @description One change of one variable. */
        VariableChange: {
            /** @description The value after. */
            after: components["schemas"]["Bounded"];
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            before?: components["schemas"]["Bounded"] | null;
            /** @description The person who changed it. */
            by?: string | null;
            /** @description The variable. */
            name: string;
            /**
             * Format: int32
             * @description Its number among those that fit, from 1.
             */
            number: number;
            /** @description Why, in their words. */
            reason?: string | null;
            /**
             * Format: int32
             * @description The fact it followed from.
             */
            seq: number;
            /** @description The step whose `set` changed it. Neither this nor `by`: its first value, of the definition. */
            step?: string | null;
        };
        /** @description Changes of variables, newest first. */
        VariableChangePage: {
            /** @description The changes. */
            items: components["schemas"]["VariableChange"][];
            /**
             * Format: int32
             * @description Send it as `before` for the older ones.
             */
            next_before?: number | null;
            /**
             * Format: int32
             * @description How many there are.
             */
            total: number;
        };
        /** @description A version and the runs that are on it. */
        VersionEntry: components["schemas"]["Definition"] & {
            /** @description Its runs that have not ended. */
            live: components["schemas"]["LiveRuns"];
        };
        /** @description A view as it shall be. */
        ViewChange: {
            /** @description What stands behind the question mark of the page's address: a query and nothing else. */
            address: string;
            /** @description Its name; no other of the owner's views of the page has it. */
            name: string;
            /**
             * Format: int32
             * @description Its place among the owner's; it stays where it is without.
             */
            position?: number | null;
            /** @description Whether everybody sees it; operators and up share views. */
            shared?: boolean;
            /**
             * Format: int32
             * @description The version this change was made from: it is refused where somebody changed the view meanwhile.
             */
            version?: number | null;
        };
        /**
         * @description The list pages that have views.
         * @enum {string}
         */
        ViewPage: "runs";
        /** @description A view to save. */
        ViewRequest: {
            /** @description What stands behind the question mark of the page's address: a query and nothing else. */
            address: string;
            /** @description Its name; no other of the caller's views of the page has it. */
            name: string;
            /** @description The page it is of. */
            page?: components["schemas"]["ViewPage"];
            /** @description Whether everybody sees it; operators and up share views. */
            shared?: boolean;
        };
        /** @description Why a planned time was left out or waits. */
        Why: {
            /** @enum {string} */
            code: "run_goes_on";
            /**
             * Format: date-time
             * @description When the earlier one was planned.
             */
            planned_at: string;
        } | {
            /** @enum {string} */
            code: "run_stands";
            /**
             * Format: date-time
             * @description When the earlier one was planned.
             */
            planned_at: string;
        } | {
            /** @enum {string} */
            code: "being_started";
            /**
             * Format: date-time
             * @description When it was planned.
             */
            planned_at: string;
        } | {
            /** @enum {string} */
            code: "others_wait";
            /**
             * Format: int32
             * @description How many.
             */
            waiting: number;
        } | {
            /** @enum {string} */
            code: "replaced";
            /**
             * Format: date-time
             * @description When the later one was planned.
             */
            planned_at: string;
        } | {
            /** @enum {string} */
            code: "not_fired";
        };
        /** @description A workplace. */
        Workplace: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Its sections, in order. */
            sections: components["schemas"]["WorkplaceSection"][];
            /**
             * Format: int32
             * @description Counts its changes, from 1.
             */
            version: number;
        };
        /** @description A workplace as it shall be. */
        WorkplaceChange: {
            /** @description Its name; no other workplace has it. */
            name: string;
            /** @description Keys of its sections, in order, each once. */
            sections: string[];
            /**
             * Format: int32
             * @description The version this change was made from: it is refused where somebody changed the workplace meanwhile.
             */
            version?: number | null;
        };
        /** @description Every workplace. */
        WorkplaceList: {
            /** @description The workplaces, in order. */
            items: components["schemas"]["Workplace"][];
        };
        /** @description The order of the workplaces. */
        WorkplaceOrder: {
            /** @description The id of every workplace, each once. */
            order: string[];
        };
        /** @description A new workplace. */
        WorkplaceRequest: {
            /** @description Its name; no other workplace has it. */
            name: string;
            /** @description Keys of its sections, in order, each once. */
            sections?: string[];
        };
        /** @description A section of a workplace. */
        WorkplaceSection: {
            /** @description Whether its file is there. */
            available: boolean;
            /** @description Its key. */
            key: string;
            /** @description Its name; its key where its file is gone. */
            title: string;
            /** @description Its name in Ukrainian. */
            title_uk?: string | null;
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
    list_bulks: {
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
                    "application/json": components["schemas"]["Page_Bulk"];
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
    create_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description The preview. It can be started for 15 minutes. */
            201: {
                headers: {
                    /** @description Its address. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
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
            /** @description More than 100,000 runs would be acted on. */
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
    fit_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkSelection"];
            };
        };
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkFit"];
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
    get_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the act. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The act. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
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
    list_bulk_items: {
        parameters: {
            query?: {
                /** @description Only those whose act ended so. */
                outcome?: components["schemas"]["BulkOutcome"];
                /** @description Only those that were acted on and stand so now. */
                became?: components["schemas"]["BulkBecame"];
                /** @description `next_cursor` of the page before, with the same filter. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the act. */
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
                    "application/json": components["schemas"]["Page_BulkItem"];
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
    start_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the act. */
                id: string;
            };
            cookie?: never;
        };
        /** @description May be left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkStartRequest"];
            };
        };
        responses: {
            /** @description It is under way, or over already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
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
            /** @description The preview is too old, acts on no run, or was stopped. */
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
    stop_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the act. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is stopped, or was over already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
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
    list_connections: {
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
                    "application/json": components["schemas"]["ConnectionList"];
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
    get_connection: {
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
            /** @description The connection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDetails"];
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
    get_connection_series: {
        parameters: {
            query?: {
                /** @description From this instant on (RFC 3339); the last hour where nothing is said. Figures are kept for eight days. */
                since?: string;
                /** @description At most so many spans, 1 to 500; 60 where nothing is said. Each is one or more whole minutes. */
                buckets?: number;
            };
            header?: never;
            path: {
                /** @description Its name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spans without gaps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSeries"];
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
    test_connection: {
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
            /** @description What was seen; `works` says whether all is well. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
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
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It is being tested or was a moment ago. */
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
    get_definition_schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
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
                /** @description Only those with this text in their key or name, whatever its case; at most 200 characters. */
                q?: string;
                /** @description Only those under this heading, as it is written in their definitions; at most 100 characters. */
                group?: string;
                /** @description With `true`, each entry says how many of its runs have not ended and which run was its last. */
                activity?: boolean;
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
                    "application/json": components["schemas"]["Page_LibraryEntry"];
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
    list_definition_versions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows, 1 to 500; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Key of the process. */
                key: string;
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
                    "application/json": components["schemas"]["Page_VersionEntry"];
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
    record_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description The signature. */
                "X-Throughline-Signature"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordEventRequest"];
            };
        };
        responses: {
            /** @description What it started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordEventAnswer"];
                };
            };
            /** @description Not signed, wrongly signed, or signed too long ago. */
            401: {
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
    list_operations: {
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
                    "application/json": components["schemas"]["OperationList"];
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
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. */
                "Idempotency-Key"?: string | null;
            };
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
            /** @description The run an earlier request started: with the same key, or unique and still active. */
            200: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description The run, durable; with its result where it has ended. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
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
            /** @description The key was used before for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The input does not fit, or the callback may not go there. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The caller started too many runs in a minute. */
            429: {
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
    start_batch: {
        parameters: {
            query?: {
                /** @description Version to start; the latest where nothing is said. */
                version?: number;
            };
            header?: {
                /** @description Start the batch once for this key: 1 to 200 visible ASCII characters. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the process. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description Nothing new had to be started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchStarted"];
                };
            };
            /** @description The runs, durable. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchStarted"];
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
            /** @description Items do not fit; `batch_problems` names the first hundred. */
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
    list_runs: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /** @description Version of the definition. */
                version?: number;
                /**
                 * @description Statuses, with commas between: `incident,failed`.
                 * @example incident,failed
                 */
                status?: string;
                /** @description A business key, exactly. */
                business_key?: string;
                /** @description Only runs that need attention or failed at this step (its path); empty: at no step. */
                error_step?: string;
                /** @description Only runs that need attention or failed with this code; empty: with none. */
                error_code?: string;
                /**
                 * @description `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
                 *     numbers of up to 200 characters; never secrets.
                 * @example ext:1005
                 */
                var?: string;
                /**
                 * @description Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
                 *     process, or a part of the error of a run that needs attention or failed. At most 200 characters.
                 */
                q?: string;
                /** @description Accepted at this instant or later (RFC 3339). */
                since?: string;
                /** @description Accepted before this instant (RFC 3339). */
                until?: string;
                /** @description Who started it, exactly, e.g. `token:ci`. */
                started_by?: string;
                /** @description What started it. */
                trigger?: components["schemas"]["TriggerKind"];
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
                    "application/json": components["schemas"]["RunPage"];
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
    list_run_causes: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /** @description Version of the definition. */
                version?: number;
                /**
                 * @description Statuses, with commas between: `incident,failed`.
                 * @example incident,failed
                 */
                status?: string;
                /** @description A business key, exactly. */
                business_key?: string;
                /** @description Only runs that need attention or failed at this step (its path); empty: at no step. */
                error_step?: string;
                /** @description Only runs that need attention or failed with this code; empty: with none. */
                error_code?: string;
                /**
                 * @description `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
                 *     numbers of up to 200 characters; never secrets.
                 * @example ext:1005
                 */
                var?: string;
                /**
                 * @description Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
                 *     process, or a part of the error of a run that needs attention or failed. At most 200 characters.
                 */
                q?: string;
                /** @description Accepted at this instant or later (RFC 3339). */
                since?: string;
                /** @description Accepted before this instant (RFC 3339). */
                until?: string;
                /** @description Who started it, exactly, e.g. `token:ci`. */
                started_by?: string;
                /** @description What started it. */
                trigger?: components["schemas"]["TriggerKind"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The causes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunCauses"];
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
    count_runs: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /** @description Version of the definition. */
                version?: number;
                /**
                 * @description Statuses, with commas between: `incident,failed`.
                 * @example incident,failed
                 */
                status?: string;
                /** @description A business key, exactly. */
                business_key?: string;
                /** @description Only runs that need attention or failed at this step (its path); empty: at no step. */
                error_step?: string;
                /** @description Only runs that need attention or failed with this code; empty: with none. */
                error_code?: string;
                /**
                 * @description `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
                 *     numbers of up to 200 characters; never secrets.
                 * @example ext:1005
                 */
                var?: string;
                /**
                 * @description Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
                 *     process, or a part of the error of a run that needs attention or failed. At most 200 characters.
                 */
                q?: string;
                /** @description Accepted at this instant or later (RFC 3339). */
                since?: string;
                /** @description Accepted before this instant (RFC 3339). */
                until?: string;
                /** @description Who started it, exactly, e.g. `token:ci`. */
                started_by?: string;
                /** @description What started it. */
                trigger?: components["schemas"]["TriggerKind"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every status the filter leaves, those without runs as well. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunCounts"];
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
    export_runs: {
        parameters: {
            query?: {
                /** @description Key of a process. */
                process?: string;
                /** @description Version of the definition. */
                version?: number;
                /**
                 * @description Statuses, with commas between: `incident,failed`.
                 * @example incident,failed
                 */
                status?: string;
                /** @description A business key, exactly. */
                business_key?: string;
                /** @description Only runs that need attention or failed at this step (its path); empty: at no step. */
                error_step?: string;
                /** @description Only runs that need attention or failed with this code; empty: with none. */
                error_code?: string;
                /**
                 * @description `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
                 *     numbers of up to 200 characters; never secrets.
                 * @example ext:1005
                 */
                var?: string;
                /**
                 * @description Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
                 *     process, or a part of the error of a run that needs attention or failed. At most 200 characters.
                 */
                q?: string;
                /** @description Accepted at this instant or later (RFC 3339). */
                since?: string;
                /** @description Accepted before this instant (RFC 3339). */
                until?: string;
                /** @description Who started it, exactly, e.g. `token:ci`. */
                started_by?: string;
                /** @description What started it. */
                trigger?: components["schemas"]["TriggerKind"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
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
    get_runs_progress: {
        parameters: {
            query: {
                /** @description Ids of runs, with commas between; at most 100. */
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs, in no order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunsProgress"];
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
    run_series: {
        parameters: {
            query?: {
                /** @description Accepted at this instant or later (RFC 3339); a day before `until` where nothing is said. */
                since?: string;
                /**
                 * @description Accepted before this instant (RFC 3339); the end of this minute where nothing is said. At most 31 days after
                 *     `since`.
                 */
                until?: string;
                /** @description Parts of one length, 1 to 500; 48 where nothing is said. */
                buckets?: number;
                /** @description Key of a process. */
                process?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The parts, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunSeries"];
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
    list_activities: {
        parameters: {
            query?: {
                /** @description Only of this step (its path), and of the steps inside of it. */
                step?: string;
                /** @description Only of the item with this number. */
                item?: number;
                /** @description Only attempts that failed. */
                failed?: boolean;
                /** @description What the run did until this fact. */
                until?: number;
                /** @description With whole requests and answers, however large; for a few at a time. */
                whole?: boolean;
                /** @description Activities after the one with this number. */
                after?: number;
                /** @description Activities, 1 to 500; 50 where nothing is said. */
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
            /** @description Part of it, in the order things began. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"];
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
    list_callbacks: {
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
            /** @description Its callbacks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Callbacks"];
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
    get_run_input: {
        parameters: {
            query?: {
                /** @description Of an input over 32 KiB only how it begins. */
                brief?: boolean;
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
            /** @description The input, or how it begins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunInput"];
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
                /** @description Facts after this one in the order asked for; from the end where nothing is said. */
                after?: number;
                /** @description Facts, 1 to 500; 50 where nothing is said. A page with large payloads ends earlier. */
                limit?: number;
                /** @description From which end; the oldest first where nothing is said. */
                order?: "asc" | "desc";
                /** @description Only of these kinds, with commas between, e.g. `effect_failed,retried`. */
                kind?: string;
                /** @description Only of this step (its path), and of the steps inside of it. */
                step?: string;
                /** @description Only of the item with this number. */
                item?: number;
                /** @description Only facts in whose payload this text stands, as it is shown; capital letters are as small ones. */
                text?: string;
                /** @description Only up to this fact. */
                until?: number;
                /** @description Without large payloads, see `payload_bytes`. */
                brief?: boolean;
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
    get_run_state: {
        parameters: {
            query?: {
                /** @description After this fact; after the last one where none is named. */
                at?: number;
                /** @description Without variables: they may be large. */
                brief?: boolean;
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
            /** @description How it stood. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunMoment"];
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
    survey_steps: {
        parameters: {
            query?: {
                /** @description What they did until this fact. */
                until?: number;
                /** @description Says how many ended in each of so many equal parts of the time, 1 to 500. */
                parts?: number;
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
            /** @description The steps that were entered, as the definition has them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepsReport"];
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
    list_variable_changes: {
        parameters: {
            query?: {
                /** @description Only of this variable. */
                name?: string;
                /** @description Until this fact. */
                until?: number;
                /** @description Older than the change with this number. */
                before?: number;
                /** @description Changes, 1 to 500; 50 where nothing is said. */
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
            /** @description A page of the changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableChangePage"];
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
    schedule_calendar: {
        parameters: {
            query: {
                /**
                 * @description The first day.
                 * @example 2026-11-01
                 */
                from: string;
                /**
                 * @description The last day, included; at most 42 days.
                 * @example 2026-11-30
                 */
                to: string;
                /**
                 * @description By the clocks of which IANA time zone a day begins and ends; UTC where nothing is said.
                 * @example Europe/Kyiv
                 */
                timezone?: string;
                /** @description Key of a process. */
                process?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleCalendar"];
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
    preview_times: {
        parameters: {
            query: {
                /**
                 * @description Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
                 * @example 30 3 * * *
                 */
                cron: string;
                /**
                 * @description IANA time zone; UTC where nothing is said.
                 * @example Europe/Kyiv
                 */
                timezone?: string;
                /** @description No firing before. */
                start?: string;
                /** @description No firing after. */
                end?: string;
                /** @description Look from this instant on (RFC 3339); from now where nothing is said. */
                from?: string;
                /** @description How many planned times, 1 to 500; 10 where nothing is said. */
                count?: number;
            };
            header?: never;
            path?: never;
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
    upcoming_firings: {
        parameters: {
            query?: {
                /** @description Schedules, 1 to 100; 5 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["UpcomingFirings"];
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
    list_sections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionList"];
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
    get_section: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The section. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionInfo"];
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
    list_actions: {
        parameters: {
            query?: {
                /** @description Id of a record; without it the menu of the section itself. */
                record?: string;
            };
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The menu. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Menu"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    preview_actions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        /** @description The selection. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionRequest"];
            };
        };
        responses: {
            /** @description The actions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelectionMenu"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    start_action: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Key of the action. */
                action: string;
            };
            cookie?: never;
        };
        /** @description The records and the values of the action's form; may be left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionRequest"];
            };
        };
        responses: {
            /** @description The run an earlier press started, or what became of each record of a selection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionStart"];
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
            /** @description It is not offered now, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The form does not fit: `field_errors`. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    check_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        /** @description The values so far. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormCheckRequest"];
            };
        };
        responses: {
            /** @description The form, filled in, and what does not fit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormCheck"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    list_candidates: {
        parameters: {
            query?: {
                /** @description Text searched for; at most 200 characters, no control characters. */
                q?: string;
                /** @description Id of the record the form belongs to; none for a new one. */
                record?: string;
                /** @description Key of the detail something is added to; goes with `record`. */
                detail?: string;
                /** @description Key of the action that asks. */
                action?: string;
                /** @description How many, 1 to 200; 20 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Key of the field. */
                field: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Candidates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateList"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    list_records: {
        parameters: {
            query?: {
                /** @description Text searched for in the columns that are `searchable`; at most 200 characters, no control characters. */
                q?: string;
                /**
                 * @description JSON object: column and value, `{"UseStun":true}`, or column and operators, `{"Name":{"contains":"ann"}}`.
                 * @example {"UseStun":true,"Username":{"starts":"a"}}
                 */
                filter?: string;
                /**
                 * @description Column, with `-` before it for falling.
                 * @example -CreatedOn
                 */
                sort?: string;
                /** @description `next_cursor` of the page before, with the same search, filter, sort and limit. */
                cursor?: string;
                /** @description Rows to pass over; goes with no `cursor`. */
                skip?: number;
                /** @description Rows of the page, at most `max_page` of the list; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
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
                    "application/json": components["schemas"]["RecordPage"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    add_record: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        /** @description The form. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesRequest"];
            };
        };
        responses: {
            /** @description The run an earlier press started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
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
            /** @description Nothing can be added here, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The form does not fit: `field_errors`. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    get_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordInfo"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    delete_record: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run an earlier press started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
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
            /** @description Nothing can be deleted here, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    save_record: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The fields that were changed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesRequest"];
            };
        };
        responses: {
            /** @description The run an earlier press started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
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
            /** @description Nothing differs, nothing can be changed here, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The form does not fit: `field_errors`. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    list_detail_rows: {
        parameters: {
            query?: {
                /** @description Text searched for in the columns that are `searchable`; at most 200 characters, no control characters. */
                q?: string;
                /**
                 * @description JSON object: column and value, `{"UseStun":true}`, or column and operators, `{"Name":{"contains":"ann"}}`.
                 * @example {"UseStun":true,"Username":{"starts":"a"}}
                 */
                filter?: string;
                /**
                 * @description Column, with `-` before it for falling.
                 * @example -CreatedOn
                 */
                sort?: string;
                /** @description `next_cursor` of the page before, with the same search, filter, sort and limit. */
                cursor?: string;
                /** @description Rows to pass over; goes with no `cursor`. */
                skip?: number;
                /** @description Rows of the page, at most `max_page` of the list; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
                /** @description Key of the detail. */
                detail: string;
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
                    "application/json": components["schemas"]["RecordPage"];
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
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind does not answer. */
            503: {
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
    add_detail_row: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
                /** @description Key of the detail. */
                detail: string;
            };
            cookie?: never;
        };
        /** @description The form of the detail. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesRequest"];
            };
        };
        responses: {
            /** @description The run an earlier press started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
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
            /** @description Nothing can be added here, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The form does not fit: `field_errors`. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    delete_detail_row: {
        parameters: {
            query?: {
                /**
                 * @description Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
                 * @example 30s
                 */
                wait?: string;
            };
            header?: {
                /** @description Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Key of the section. */
                section: string;
                /** @description Id of the record. */
                id: string;
                /** @description Key of the detail. */
                detail: string;
                /** @description Id of the row. */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run an earlier press started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
                };
            };
            /** @description The run, durable. */
            201: {
                headers: {
                    /** @description Address of the run. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionStart"];
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
            /** @description Nothing can be taken away here, or its process is not deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The system behind cannot be read. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The database or the system behind does not answer. */
            503: {
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
    list_views: {
        parameters: {
            query?: {
                /** @description The page; runs where nothing is said. */
                page?: components["schemas"]["ViewPage"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The views. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
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
    create_view: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewRequest"];
            };
        };
        responses: {
            /** @description The view. */
            201: {
                headers: {
                    /** @description Its address. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
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
            /** @description The caller has one of this name, or as many as there may be. */
            409: {
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
    put_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the view. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChange"];
            };
        };
        responses: {
            /** @description The view. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
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
            /** @description The owner has another one of this name, or somebody changed this one meanwhile. */
            409: {
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
    delete_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the view. */
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
    list_workplaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workplaces. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkplaceList"];
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
    order_workplaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkplaceOrder"];
            };
        };
        responses: {
            /** @description The workplaces in their order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkplaceList"];
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
    create_workplace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkplaceRequest"];
            };
        };
        responses: {
            /** @description The workplace. */
            201: {
                headers: {
                    /** @description Its address. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workplace"];
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
            /** @description Another one has the name. */
            409: {
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
    get_workplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workplace. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workplace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workplace"];
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
    put_workplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workplace. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkplaceChange"];
            };
        };
        responses: {
            /** @description The workplace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workplace"];
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
            /** @description Another one has the name, or somebody changed this one meanwhile. */
            409: {
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
    delete_workplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workplace. */
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
    add_workplace_section: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workplace. */
                id: string;
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workplace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workplace"];
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
    remove_workplace_section: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workplace. */
                id: string;
                /** @description Key of the section. */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workplace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workplace"];
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
