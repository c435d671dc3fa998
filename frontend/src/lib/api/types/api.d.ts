// Made by `npm run generate` from documents/openapi/api.json. Do not edit.
export interface paths {
    "/api/admin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the dashboard's figures with host name, versions and descriptors. */
        get: operations["show_admin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the dashboard shows: figures of host and process with a short history. */
        get: operations["show_dashboard"];
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
        /** @description What the dashboard shows, and what only an operator may see. */
        AdminResponse: components["schemas"]["DashboardResponse"] & {
            /** @description What the answering process stands on. */
            dependencies: components["schemas"]["Dependency"][];
            /** @description What only an operator may see. */
            operator: components["schemas"]["Operator"];
        };
        /** @description Host, process and requests at the last sample, which is at most a few seconds old. */
        DashboardResponse: {
            /** @description Points of a plot, oldest first, one every five seconds, at most 120. The last one is the sample shown above. */
            history: components["schemas"]["Sample"][];
            /** @description The machine. */
            host: components["schemas"]["Host"];
            /** @description The process that answers. */
            process: components["schemas"]["Process"];
            /** @description What it has answered. */
            requests: components["schemas"]["Requests"];
        };
        /** @description Something that the answering process stands on, as its administrators see it. */
        Dependency: {
            /** @example record */
            name: string;
            status: components["schemas"]["Health"];
        };
        /** @description What is wrong with one field of the input. */
        FieldError: {
            /**
             * @description The field as it is named in the body or query.
             * @example email
             */
            field: string;
            /**
             * @description What the field must be, as the end of a sentence that starts with its name. Never holds what was sent.
             * @example must be an e-mail address
             */
            message: string;
        };
        /**
         * @description How the service, or something it stands on, is doing.
         * @enum {string}
         */
        Health: "ready" | "degraded" | "down";
        /** @description The machine. */
        Host: {
            /**
             * @description Logical cores.
             * @example 4
             */
            cores: number;
            /**
             * Format: double
             * @description CPU use of all cores together since the sample before, 0 to 100.
             * @example 12.5
             */
            cpu_percent: number;
            /** @description Runnable tasks, averaged. */
            load_average: components["schemas"]["LoadAverage"];
            /**
             * Format: int64
             * @description Installed memory, in bytes.
             * @example 8254390272
             */
            memory_total_bytes: number;
            /**
             * Format: int64
             * @description Memory that is not available to a new program, in bytes.
             * @example 2147483648
             */
            memory_used_bytes: number;
            /**
             * Format: int64
             * @description Seconds since the machine started.
             * @example 864000
             */
            uptime_seconds: number;
        };
        /** @description Runnable tasks averaged over one, five and fifteen minutes. */
        LoadAverage: {
            /**
             * Format: double
             * @description Fifteen minutes.
             * @example 0.3
             */
            fifteen: number;
            /**
             * Format: double
             * @description Five minutes.
             * @example 0.35
             */
            five: number;
            /**
             * Format: double
             * @description One minute.
             * @example 0.42
             */
            one: number;
        };
        /** @description What an attacker would like to know: where the process runs and what it is made of. */
        Operator: {
            /**
             * @description How it was built.
             * @example release
             */
            build_profile: string;
            /**
             * @description Name of the host; null where the operating system doesn't tell, as with the other fields that can be null.
             * @example auth-1
             */
            host_name: string | null;
            /**
             * @description Version of the kernel.
             * @example 6.1.0-28-amd64
             */
            kernel_version: string | null;
            /**
             * @description Open file descriptors of the process.
             * @example 24
             */
            open_files: number | null;
            /**
             * @description How many it may open.
             * @example 1024
             */
            open_files_limit: number | null;
            /**
             * @description Operating system with its version.
             * @example Linux (Debian GNU/Linux 12)
             */
            os_version: string | null;
            /**
             * Format: int32
             * @description Id of the process.
             * @example 4711
             */
            process_id: number;
            /**
             * @description Version of Paseport.
             * @example 0.1.0
             */
            product_version: string;
        };
        /** @description The body of an error answer (RFC 9457). */
        Problem: {
            /** @description What happened this time. */
            detail?: string;
            /** @description With 422 only: each invalid field. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * @description The request id, also in the header `x-request-id`.
             * @example Gk3T1cRr7wq0nJmXb2Zp9A
             */
            instance: string;
            /**
             * Format: int32
             * @description The HTTP status once more.
             * @example 404
             */
            status: number;
            /**
             * @description The kind in words. The same for every problem of one type.
             * @example Not found
             */
            title: string;
            /**
             * @description What kind of problem this is: `urn:paseport:problem:<name>`.
             * @example urn:paseport:problem:not-found
             */
            type: string;
        };
        /** @description The process that answers. */
        Process: {
            /**
             * Format: double
             * @description CPU use as a share of all cores since the sample before, 0 to 100.
             * @example 1.25
             */
            cpu_percent: number;
            /**
             * Format: int64
             * @description Memory of the process that is in RAM, in bytes.
             * @example 15728640
             */
            memory_resident_bytes: number;
            /**
             * @description Threads; null where the operating system doesn't tell.
             * @example 9
             */
            threads: number | null;
            /**
             * Format: int64
             * @description Seconds since the process started.
             * @example 3600
             */
            uptime_seconds: number;
        };
        /** @description Answers of the process since it started. */
        Requests: {
            /** @description The total by class of status code. */
            by_status: components["schemas"]["StatusClasses"];
            /**
             * Format: double
             * @description Answers a second since the sample before.
             * @example 3.4
             */
            per_second: number;
            /**
             * Format: int64
             * @description All answers.
             * @example 1205
             */
            total: number;
        };
        /** @description One point of a plot. */
        Sample: {
            /**
             * Format: date-time
             * @description When it was taken.
             * @example 2026-01-02T03:04:05Z
             */
            at: string;
            /**
             * Format: double
             * @description CPU use of the host, 0 to 100.
             * @example 12.5
             */
            cpu_percent: number;
            /**
             * Format: double
             * @description Load average of one minute.
             * @example 0.42
             */
            load_one: number;
            /**
             * Format: int64
             * @description Used memory of the host, in bytes.
             * @example 2147483648
             */
            memory_used_bytes: number;
            /**
             * Format: int64
             * @description Resident memory of the process, in bytes.
             * @example 15728640
             */
            process_memory_bytes: number;
            /**
             * Format: double
             * @description Answers a second since the sample before.
             * @example 3.4
             */
            requests_per_second: number;
        };
        /** @description Answers by class of status code. */
        StatusClasses: {
            /**
             * Format: int64
             * @description 4xx.
             * @example 20
             */
            client_error: number;
            /**
             * Format: int64
             * @description 1xx.
             * @example 0
             */
            informational: number;
            /**
             * Format: int64
             * @description 3xx.
             * @example 5
             */
            redirection: number;
            /**
             * Format: int64
             * @description 5xx.
             * @example 0
             */
            server_error: number;
            /**
             * Format: int64
             * @description 2xx.
             * @example 1180
             */
            success: number;
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
    show_admin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures of the last sample, and what only an operator may see. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminResponse"];
                };
            };
            /** @description No token, or one that is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address wants a bearer token.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "Sign-in required",
                     *       "type": "urn:paseport:problem:unauthorized"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role or scope is not sufficient. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Your account does not have a role that this address wants.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Insufficient role",
                     *       "type": "urn:paseport:problem:insufficient-role"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Something went wrong on our side. The request id helps the operator to find out what.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 500,
                     *       "title": "Internal error",
                     *       "type": "urn:paseport:problem:internal"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part of the service is away; see `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds until it is worth trying again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The service can't answer this at the moment. Try again later.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 503,
                     *       "title": "Service unavailable",
                     *       "type": "urn:paseport:problem:unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures of the last sample. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardResponse"];
                };
            };
            /** @description No token, or one that is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address wants a bearer token.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "Sign-in required",
                     *       "type": "urn:paseport:problem:unauthorized"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Role or scope is not sufficient. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Your account does not have a role that this address wants.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Insufficient role",
                     *       "type": "urn:paseport:problem:insufficient-role"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Something went wrong on our side. The request id helps the operator to find out what.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 500,
                     *       "title": "Internal error",
                     *       "type": "urn:paseport:problem:internal"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part of the service is away; see `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds until it is worth trying again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The service can't answer this at the moment. Try again later.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 503,
                     *       "title": "Service unavailable",
                     *       "type": "urn:paseport:problem:unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
