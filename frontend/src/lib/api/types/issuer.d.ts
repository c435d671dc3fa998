// Made by `npm run generate` from documents/openapi/issuer.json. Do not edit.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of ID tokens. None are issued yet, so there are none. */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells clients where things are. */
        get: operations["openid_configuration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/paserk.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that access tokens are verified with. */
        get: operations["paserk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the caller's own record. */
        get: operations["read_own_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes how the caller is called. */
        patch: operations["rename_own_account"];
        trace?: never;
    };
    "/account/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the caller's password, ends all his other sessions and rotates this one's cookie. */
        put: operations["change_own_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's own sessions. */
        get: operations["list_own_sessions"];
        put?: never;
        post?: never;
        /** Ends all sessions of the caller but the one he asks from. */
        delete: operations["end_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/v1/sessions/{sid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of the caller's sessions. */
        delete: operations["end_own_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the audit record. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts users, sessions and sign-ins, and tells how the issuer's dependencies do. */
        get: operations["summarize_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Starts a browser sign-in: the browser ends at the app's sign-in page. */
        get: operations["start_login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/login/local": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with e-mail and password. */
        post: operations["login_local"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/login/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the sign-in page what to offer. */
        get: operations["login_options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs out. Any generation of the cookie ends its session; without one there is nothing to end. */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trades the refresh cookie for an access token and the cookie's successor.
         * @description The same cookie presented again within ten seconds earns the same successor; an older one ends the session.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first admin. */
        post: operations["complete_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/userinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Claims about the user. */
        get: operations["userinfo"];
        put?: never;
        /** The same by POST, as OIDC Core, section 5.3.1, wants it. */
        post: operations["userinfo_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists and searches users. */
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
    "/users/v1/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a user. */
        get: operations["read_user"];
        /** Changes a user. What takes power away works on every running session within two seconds. */
        put: operations["update_user"];
        post?: never;
        /** Deletes a user with everything he owns. The audit record keeps what was done. */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/v1/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a user's sessions. */
        get: operations["list_user_sessions"];
        put?: never;
        post?: never;
        /** Ends all sessions of a user. */
        delete: operations["end_user_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Who acted: somebody signed in, somebody unknown, or the service itself.
         * @enum {string}
         */
        ActorKind: "user" | "anonymous" | "system";
        /** @description Who did what to whom, why, and from where. */
        AuditEntry: {
            /**
             * @description The user who did it.
             * @example 0190a3c2-7f00-7000-8000-000000000001
             */
            actor: string | null;
            actor_kind: components["schemas"]["ActorKind"];
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            at: string;
            /** @description What only this kind has, such as the state before and after. Never a secret. */
            details: Record<string, never>;
            /** @example 0190a3c2-7f00-7000-8000-000000000009 */
            id: string;
            /** @example 203.0.113.7 */
            ip: string | null;
            /** @example session.ended */
            kind: string;
            /** @example user_barred */
            reason: string | null;
            /** @example Gk3T1cRr7wq0nJmXb2Zp9A */
            request_id: string | null;
            /**
             * @description The session it was done from.
             * @example Zm9vYmFyYmF6cXV4MTIzNDU2
             */
            session: string | null;
            /**
             * @description The user it was done to.
             * @example 0190a3c2-7f00-7000-8000-000000000002
             */
            target: string | null;
        };
        /** @description One page of the audit record, the latest first. */
        AuditList: {
            items: components["schemas"]["AuditEntry"][];
            /** @description What `cursor` must be for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description Who is there, who came, and what the issuer stands on. */
        AuditSummary: {
            counts: components["schemas"]["RecordCounts"] | null;
            /** @description What the issuer that answers stands on. */
            dependencies: components["schemas"]["Dependency"][];
        };
        /** @description A password change. */
        ChangePassword: {
            /**
             * Format: password
             * @example dev-user-password-1
             */
            current_password: string;
            /**
             * Format: password
             * @description 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
             * @example a-long-enough-phrase
             */
            new_password: string;
        };
        /** @description The first admin, and the token that allows to make him. */
        CompleteSetup: {
            /** @example Ada Admin */
            display_name: string;
            /**
             * Format: email
             * @example admin@example.com
             */
            email: string;
            /**
             * Format: password
             * @description 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
             * @example a-long-enough-phrase
             */
            password: string;
            /**
             * @description The one-time token that the start printed.
             * @example kO3n0bS7cJrX1p2mFz8qQ4tYvW6uLdEa
             */
            token: string;
        };
        /** @description A user to be made. */
        CreateUser: {
            /** @example Grace */
            display_name: string;
            /**
             * Format: email
             * @example grace@example.com
             */
            email: string;
            /**
             * @description `false` if left out.
             * @example false
             */
            email_verified?: boolean;
            /**
             * Format: password
             * @description 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
             * @example a-long-enough-phrase
             */
            password: string;
            /**
             * @example [
             *       "User"
             *     ]
             */
            roles: components["schemas"]["Role"][];
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
        /** @description A JSON Web Key set (RFC 7517, section 5). */
        Jwks: {
            /** @description Keys of ID tokens only. PASETO keys never stand here: see `/.well-known/paserk.json`. */
            keys: Record<string, never>[];
        };
        /** @description What a person presents. */
        LocalLogin: {
            /**
             * Format: email
             * @example user@example.com
             */
            email: string;
            /**
             * Format: password
             * @description At most 1,024 bytes.
             * @example dev-user-password-1
             */
            password: string;
        };
        /** @description The ways to sign in. */
        LoginOptions: {
            /**
             * @description Whether e-mail and password are accepted.
             * @example true
             */
            password: boolean;
            providers: components["schemas"]["ProviderOption"][];
        };
        /** @description One public key. */
        PaserkKey: {
            /** @example k4.public.Hrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI */
            key: string;
            /**
             * @description The key's id, as it stands in the footer of tokens.
             * @example k4.pid.yh4-bJYjOYAG6CWy0zsfPmpKylxS7uAWrxqVmBN2KAiJ
             */
            kid: string;
            status: components["schemas"]["PaserkKeyStatus"];
        };
        /** @description The public keys of access tokens, as PASERK. */
        PaserkKeys: {
            keys: components["schemas"]["PaserkKey"][];
        };
        /**
         * @description `next` is published and does not sign yet, `current` signs, tokens of one that is `retiring` are still good.
         * @enum {string}
         */
        PaserkKeyStatus: "next" | "current" | "retiring";
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
        /** @description What OpenID Connect Discovery 1.0 calls provider metadata, as far as it exists. */
        ProviderMetadata: {
            /** @example https://sign-in.example.com */
            issuer: string;
            /** @example https://sign-in.example.com/.well-known/jwks.json */
            jwks_uri: string;
            /** @example https://sign-in.example.com/userinfo */
            userinfo_endpoint: string;
        };
        /** @description An identity provider, as a button shows it. */
        ProviderOption: {
            /** @example Rauthy */
            display_name: string;
            /** @example rauthy */
            slug: string;
        };
        /** @description Users, sessions and sign-ins of one moment. */
        RecordCounts: {
            sessions: components["schemas"]["SessionCounts"];
            sign_ins: components["schemas"]["SignInCounts"];
            users: components["schemas"]["UserCounts"];
        };
        /** @description What a user may change of his own record. */
        Rename: {
            /** @example Ulla */
            display_name: string;
        };
        /**
         * @description What a user may do: administer, or use the services.
         * @enum {string}
         */
        Role: "Admin" | "User";
        /** @description A live session, as its owner or an admin sees it. */
        Session: {
            /**
             * @description How the user proved who he is (RFC 8176).
             * @example [
             *       "pwd"
             *     ]
             */
            amr: string[];
            /** @example bff */
            client_id: string;
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            created_at: string;
            /**
             * @description Whether the request came from this session.
             * @example true
             */
            current: boolean;
            /** @example 203.0.113.7 */
            ip: string;
            /**
             * Format: date-time
             * @example 2026-01-01T08:15:00Z
             */
            last_seen_at: string;
            /** @example Zm9vYmFyYmF6cXV4MTIzNDU2 */
            sid: string;
            /** @example Mozilla/5.0 (X11; Linux x86_64) */
            user_agent: string;
        };
        /** @description Sessions of all users. */
        SessionCounts: {
            /**
             * Format: int64
             * @description Neither ended nor past their end.
             * @example 64
             */
            live: number;
        };
        /** @description Live sessions, the latest used first. */
        SessionList: {
            items: components["schemas"]["Session"][];
        };
        /** @description What an application shows of the user who is signed in. */
        SignedInUser: {
            /** @example Ada Admin */
            display_name: string;
            /** @example admin@example.com */
            email: string;
            /** @example 0190a3c2-7f00-7000-8000-000000000001 */
            id: string;
            /**
             * @example [
             *       "Admin",
             *       "User"
             *     ]
             */
            roles: components["schemas"]["Role"][];
        };
        /** @description Sign-ins until now. */
        SignInCounts: {
            last_day: components["schemas"]["SignIns"];
            last_hour: components["schemas"]["SignIns"];
        };
        /** @description Sign-ins by how they ended. */
        SignIns: {
            /**
             * Format: int64
             * @description Wrong address or password, or a barred account. Attempts that were throttled are not among them.
             * @example 1
             */
            failed: number;
            /**
             * Format: int64
             * @example 9
             */
            succeeded: number;
        };
        /** @description An access token and whom it is for. The refresh token travels in a cookie and never in a body. */
        TokenAnswer: {
            /**
             * @description PASETO v4.public. Opaque to clients.
             * @example v4.public.eyJpc3MiOiJodHRwOi8v…
             */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             * @example 300
             */
            expires_in: number;
            token_type: components["schemas"]["TokenType"];
            user: components["schemas"]["SignedInUser"];
        };
        /**
         * @description How the access token is presented (RFC 6750).
         * @enum {string}
         */
        TokenType: "Bearer";
        /** @description What a user is to be from now on. */
        UpdateUser: {
            /** @example Grace */
            display_name: string;
            /**
             * Format: email
             * @example grace@example.com
             */
            email: string;
            /**
             * Format: password
             * @description Left out: stays as it is. Given: ends all sessions of the user.
             * @example a-long-enough-phrase
             */
            password?: string;
            /**
             * @example [
             *       "User"
             *     ]
             */
            roles: components["schemas"]["Role"][];
            /** @description Anything but `active` refuses every way in and ends all sessions. */
            status: components["schemas"]["UserStatus"];
        };
        /** @description A user, as admins and he himself see him. */
        User: {
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            created_at: string;
            /** @example Ulla User */
            display_name: string;
            /** @example user@example.com */
            email: string;
            /** @example true */
            email_verified: boolean;
            /** @example 0190a3c2-7f00-7000-8000-000000000001 */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-02T08:15:00Z
             */
            last_login_at: string | null;
            /**
             * @example [
             *       "User"
             *     ]
             */
            roles: components["schemas"]["Role"][];
            status: components["schemas"]["UserStatus"];
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            updated_at: string;
        };
        /** @description Users by status. */
        UserCounts: {
            /**
             * Format: int64
             * @example 118
             */
            active: number;
            /**
             * Format: int64
             * @example 5
             */
            disabled: number;
            /**
             * Format: int64
             * @example 2
             */
            locked: number;
        };
        /** @description Claims about the user (OIDC Core, section 5.3.2), as far as the token's scope reaches. */
        Userinfo: {
            /**
             * @description With scope `email`.
             * @example user@example.com
             */
            email?: string;
            /**
             * @description With scope `email`.
             * @example true
             */
            email_verified?: boolean;
            /**
             * @description With scope `profile`.
             * @example Ulla User
             */
            name?: string;
            /** @example 0190a3c2-7f00-7000-8000-000000000001 */
            sub: string;
            /**
             * Format: int64
             * @description With scope `profile`: seconds since 1970.
             * @example 1767225600
             */
            updated_at?: number;
        };
        /** @description One page of users, in the order they were made. */
        UserList: {
            items: components["schemas"]["User"][];
            /** @description What `cursor` must be for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description Whether a user may come in. `locked` and `disabled` refuse every way in alike.
         * @enum {string}
         */
        UserStatus: "active" | "locked" | "disabled";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
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
    openid_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderMetadata"];
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
    paserk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaserkKeys"];
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
    read_own_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
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
    rename_own_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description The caller as he is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The body is not a JSON object. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    change_own_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description The password is changed and the other sessions are over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON object. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many wrong passwords; see `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds until it is worth trying again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Wait as long as the header Retry-After says.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 429,
                     *       "title": "Too many requests",
                     *       "type": "urn:paseport:problem:too-many-requests"
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
    list_own_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's live sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
    end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other sessions are over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    end_own_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example Zm9vYmFyYmF6cXV4MTIzNDU2
                 */
                sid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description The caller has no such live session. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
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
    list_audit: {
        parameters: {
            query?: {
                /** @description The user who did it. */
                actor?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /**
                 * @description From this time on (RFC 3339).
                 * @example 2026-01-01T00:00:00Z
                 */
                from?: string;
                /**
                 * @description The kind of entry.
                 * @example sign_in.failed
                 */
                kind?: string;
                /**
                 * @description 1 to 100; 50 if left out.
                 * @example 20
                 */
                limit?: number;
                /** @description The user it was done to. */
                target?: string;
                /**
                 * @description Before this time (RFC 3339).
                 * @example 2026-02-01T00:00:00Z
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
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
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    summarize_audit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts of this moment, as far as the record can be read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditSummary"];
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
    start_login: {
        parameters: {
            query?: {
                /**
                 * @description The slug of an identity provider.
                 * @example rauthy
                 */
                provider?: string;
                /**
                 * @description A path of this application to end at.
                 * @example /dashboard
                 */
                return_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the sign-in page. */
            303: {
                headers: {
                    /** @description `/login?return_to=…` */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    login_local: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocalLogin"];
            };
        };
        responses: {
            /** @description Signed in. The refresh token is in the cookie. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description The request can't be read, or a cookie came twice. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description E-mail and password do not match. Nothing tells which, or why. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "E-mail and password do not match",
                     *       "type": "urn:paseport:problem:invalid-credentials"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request comes from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address answers only to pages of its own origin.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Cross-origin request",
                     *       "type": "urn:paseport:problem:cross-origin"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts; see `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds until it is worth trying again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Wait as long as the header Retry-After says.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 429,
                     *       "title": "Too many requests",
                     *       "type": "urn:paseport:problem:too-many-requests"
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
    login_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways to sign in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginOptions"];
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
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out; the cookie is cleared. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request can't be read, or a cookie came twice. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request comes from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address answers only to pages of its own origin.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Cross-origin request",
                     *       "type": "urn:paseport:problem:cross-origin"
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
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A fresh access token; the cookie is rotated. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description The request can't be read, or a cookie came twice. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The session is over; the cookie is cleared. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Sign in again.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "The session is over",
                     *       "type": "urn:paseport:problem:session-over"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request comes from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address answers only to pages of its own origin.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Cross-origin request",
                     *       "type": "urn:paseport:problem:cross-origin"
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
    complete_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteSetup"];
            };
        };
        responses: {
            /** @description The admin was made and can sign in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request can't be read, or a cookie came twice. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is not valid, or there is an admin already. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "The setup token is not valid",
                     *       "type": "urn:paseport:problem:invalid-setup-token"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request comes from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "This address answers only to pages of its own origin.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 403,
                     *       "title": "Cross-origin request",
                     *       "type": "urn:paseport:problem:cross-origin"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The e-mail address is taken. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The e-mail address belongs to another user.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "E-mail address taken",
                     *       "type": "urn:paseport:problem:email-taken"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts; see `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds until it is worth trying again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Wait as long as the header Retry-After says.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 429,
                     *       "title": "Too many requests",
                     *       "type": "urn:paseport:problem:too-many-requests"
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
    userinfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Userinfo"];
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
    userinfo_by_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Userinfo"];
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
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /**
                 * @description 1 to 100; 50 if left out.
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description A part of the e-mail or the display name.
                 * @example ulla
                 */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
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
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    create_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description The user was made. */
            201: {
                headers: {
                    /** @description The user's address. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The body is not a JSON object. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The e-mail address is taken, or a role is not the caller's to grant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The e-mail address belongs to another user.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "E-mail address taken",
                     *       "type": "urn:paseport:problem:email-taken"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    read_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user.
                 * @example 0190a3c2-7f00-7000-8000-000000000001
                 */
                user_id: string;
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
            /** @description No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
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
    update_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user.
                 * @example 0190a3c2-7f00-7000-8000-000000000001
                 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUser"];
            };
        };
        responses: {
            /** @description The user as he is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The body is not a JSON object. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Bad request",
                     *       "type": "urn:paseport:problem:bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The e-mail address is taken, a role is not the caller's to grant, or the change would bar the caller himself or the last active admin. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "You can't take away your own Admin role.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Own role",
                     *       "type": "urn:paseport:problem:own-role"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The body is longer than this address accepts.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 413,
                     *       "title": "Payload too large",
                     *       "type": "urn:paseport:problem:payload-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Send `Content-Type: application/json`, not compressed.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 415,
                     *       "title": "Unsupported media type",
                     *       "type": "urn:paseport:problem:unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field is missing, unknown or invalid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "At least one field is missing, unknown or invalid.",
                     *       "errors": [
                     *         {
                     *           "field": "colour",
                     *           "message": "is not a known field"
                     *         }
                     *       ],
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 422,
                     *       "title": "Invalid fields",
                     *       "type": "urn:paseport:problem:invalid-fields"
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
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user.
                 * @example 0190a3c2-7f00-7000-8000-000000000001
                 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is gone and his sessions are over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is the caller's own account, or the last active admin. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "You can't delete your own account.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Own account",
                     *       "type": "urn:paseport:problem:own-account"
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
    list_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user.
                 * @example 0190a3c2-7f00-7000-8000-000000000001
                 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user's live sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
            /** @description No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
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
    end_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user.
                 * @example 0190a3c2-7f00-7000-8000-000000000001
                 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sessions of the user are over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 404,
                     *       "title": "Not found",
                     *       "type": "urn:paseport:problem:not-found"
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
