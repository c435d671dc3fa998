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
    "/account/v1/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's external identities. */
        get: operations["list_own_identities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/v1/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unlinks one of the caller's external identities, and ends the sessions that came from it but this one. */
        delete: operations["unlink_own_identity"];
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
        /** Starts a browser sign-in: the browser ends at the app's sign-in page, or at the provider. */
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
    "/auth/v1/oauth/backchannel-logout/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the sessions that came from the provider's session, or from the subject, that the token names. */
        post: operations["backchannel_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Takes the answer of a provider at which the callback was registered without its name. Nothing that was begun here ends at
         *     this address, so nobody is signed in; the person comes to the sign-in page, and the log tells the operator.
         */
        get: operations["external_sign_in_callback_of_nobody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/oauth/callback/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Takes the provider's answer, each at a callback of its own (RFC 9700, section 4.4.2). Ends signed in, on the link page, or with the reason why not. */
        get: operations["external_sign_in_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/oauth/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sends the browser to an identity provider to sign in. Whatever is asked of the provider is ours: nothing of the request
         *     goes along.
         */
        get: operations["init_external_sign_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/oauth/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a ticket is for, to the browser it was given to. */
        get: operations["read_link_ticket"];
        put?: never;
        /**
         * Links an external identity.
         * @description With a ticket: links it to the account whose password is given, and signs in. With a token of a fresh sign-in: tells where
         *     the browser has to go, and links what it comes back with.
         */
        post: operations["link_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the providers, those that are deactivated with them. */
        get: operations["list_providers"];
        put?: never;
        /** Makes a provider, if its discovery document says that sign-in can work. */
        post: operations["create_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a provider. */
        get: operations["read_provider"];
        /** Changes a provider. One that is enabled again has its discovery document looked at first. */
        put: operations["update_provider"];
        post?: never;
        /** Stops sign-in by a provider. Its row and the identities linked by it stay, so that it can be enabled again. */
        delete: operations["deactivate_provider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/providers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a provider's discovery document and keys, and looks whether sign-in can work. Nothing is kept. */
        post: operations["test_provider"];
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
    "/users/v1/{user_id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the external identities that open a user's account. */
        get: operations["list_user_identities"];
        put?: never;
        post?: never;
        /**
         * Unlinks all external identities of a user and ends the sessions that came from them. This goes with a new password when
         *     somebody else had the old one, for he may have linked an identity of his own.
         */
        delete: operations["unlink_user_identities"];
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
        /** @description What a provider sends when its session is over. */
        BackchannelLogout: {
            /** @description A signed token (`OpenID` Connect Back-Channel Logout 1.0, section 2.4). */
            logout_token: string;
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
        /** @description A provider to be made. */
        CreateProvider: {
            /**
             * @description Whether strangers get an account; `false` if left out.
             * @example true
             */
            allow_signup?: boolean;
            /** @example paseport */
            client_id: string;
            /**
             * Format: password
             * @description Left out: a public client.
             */
            client_secret?: string;
            /**
             * @description What a new account gets: never Admin; User if left out.
             * @example [
             *       "User"
             *     ]
             */
            default_roles?: components["schemas"]["Role"][];
            /**
             * @description What the button says.
             * @example Rauthy
             */
            display_name: string;
            /**
             * @description `true` if left out.
             * @example true
             */
            enabled?: boolean;
            /**
             * @description As the provider spells it. It can't be changed later.
             * @example https://id.example.com/auth/v1/
             */
            issuer: string;
            /**
             * @description Contain `openid`; `openid profile email` if left out.
             * @example [
             *       "openid",
             *       "profile",
             *       "email"
             *     ]
             */
            scopes?: string[];
            /**
             * @description Its name in addresses: lower-case letters, digits and hyphens.
             * @example rauthy
             */
            slug: string;
            /**
             * @description Whether an address that it calls verified counts as verified here; `false` if left out.
             * @example false
             */
            trust_email?: boolean;
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
        /** @description An external identity that opens the account. */
        Identity: {
            /**
             * @description The address that the provider told when the identity was linked.
             * @example ulla@example.com
             */
            email: string;
            /** @example 0190a3c2-7f00-7000-8000-000000000004 */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-02T08:15:00Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            linked_at: string;
            provider: components["schemas"]["ProviderOption"];
            /**
             * @description Whether its provider signs people in at the moment.
             * @example true
             */
            provider_enabled: boolean;
        };
        /** @description External identities, the oldest link first. */
        IdentityList: {
            items: components["schemas"]["Identity"][];
        };
        /** @description A JSON Web Key set (RFC 7517, section 5). */
        Jwks: {
            /** @description Keys of ID tokens only. PASETO keys never stand here: see `/.well-known/paserk.json`. */
            keys: Record<string, never>[];
        };
        /** @description The answer to either. */
        LinkAnswer: components["schemas"]["TokenAnswer"] | components["schemas"]["LinkStarted"];
        /** @description Asks to link from the account that the caller is signed in to. */
        LinkFromAccount: {
            /**
             * @description The slug of an identity provider.
             * @example rauthy
             */
            provider: string;
        };
        /** @description What an identity is linked by: a ticket and the account's password, or a fresh session of the account. */
        LinkIdentity: components["schemas"]["LinkWithTicket"] | components["schemas"]["LinkFromAccount"];
        /** @description Where the browser has to go to link an identity. */
        LinkStarted: {
            /** @example https://id.example.com/auth/v1/oidc/authorize?… */
            authorization_url: string;
        };
        /** @description What the holder of a ticket is asked to link. */
        LinkTicket: {
            /**
             * @description As the provider tells it.
             * @example ulla@example.com
             */
            email: string;
            /**
             * @description Whether the account has a password; where it has none, its owner links from his account instead.
             * @example true
             */
            has_password: boolean;
            provider: components["schemas"]["ProviderOption"];
            /**
             * @description Where the person wanted to go.
             * @example /dashboard
             */
            return_to: string;
            /**
             * Format: int32
             * @description How many passwords can still be tried.
             * @example 5
             */
            tries_left: number;
        };
        /** @description Proves that the account which has the provider's address is the caller's. */
        LinkWithTicket: {
            /**
             * Format: password
             * @description Of the account, at most 1,024 bytes.
             * @example dev-user-password-1
             */
            password: string;
            /** @example kO3n0bS7cJrX1p2mFz8qQ4tYvW6uLdEaA1s2D3f4G5h */
            ticket: string;
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
        /** @description An identity provider, as admins see it. Its secret is never shown. */
        Provider: {
            /** @example true */
            allow_signup: boolean;
            /** @example paseport */
            client_id: string;
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            created_at: string;
            /**
             * @example [
             *       "User"
             *     ]
             */
            default_roles: components["schemas"]["Role"][];
            /** @example Rauthy */
            display_name: string;
            /** @example true */
            enabled: boolean;
            /**
             * @description Whether a secret is kept; without one PKCE alone protects the client.
             * @example true
             */
            has_client_secret: boolean;
            /** @example 0190a3c2-7f00-7000-8000-000000000003 */
            id: string;
            /** @example https://id.example.com/auth/v1/ */
            issuer: string;
            /**
             * @example [
             *       "openid",
             *       "profile",
             *       "email"
             *     ]
             */
            scopes: string[];
            /**
             * @description Its name in addresses.
             * @example rauthy
             */
            slug: string;
            /** @example false */
            trust_email: boolean;
            /**
             * Format: date-time
             * @example 2026-01-01T00:00:00Z
             */
            updated_at: string;
        };
        /** @description All providers, in the order they were made. */
        ProviderList: {
            items: components["schemas"]["Provider"][];
            /** @description `null`: the list has one page. */
            next_cursor: string | null;
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
        /** @description A provider to be looked at. */
        TestProvider: {
            /** @example https://id.example.com/auth/v1/ */
            issuer: string;
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
        /** @description What a provider is to be from now on. */
        UpdateProvider: {
            /** @example true */
            allow_signup: boolean;
            /** @example paseport */
            client_id: string;
            /**
             * Format: password
             * @description Left out: stays as it is. Empty: a public client from now on.
             */
            client_secret?: string;
            /**
             * @example [
             *       "User"
             *     ]
             */
            default_roles: components["schemas"]["Role"][];
            /** @example Rauthy */
            display_name: string;
            /**
             * @description Left out: stays as it is, so that a form which was opened before somebody switched it off doesn't switch it on.
             * @example true
             */
            enabled?: boolean;
            /**
             * @description What it was: it can't be changed.
             * @example https://id.example.com/auth/v1/
             */
            issuer: string;
            /**
             * @example [
             *       "openid",
             *       "profile",
             *       "email"
             *     ]
             */
            scopes: string[];
            /** @example rauthy */
            slug: string;
            /** @example false */
            trust_email: boolean;
        };
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
    list_own_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's identities. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityList"];
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
    unlink_own_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identity.
                 * @example 0190a3c2-7f00-7000-8000-000000000004
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The identity opens this account no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, one that is not valid, or one whose sign-in is too long ago. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Sign in again; this address wants a sign-in of the last five minutes.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "Fresh sign-in required",
                     *       "type": "urn:paseport:problem:fresh-sign-in-required"
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
            /** @description The caller has no such identity. */
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
            /** @description It is the last way into the account. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "It is the last way into the account.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Last way in",
                     *       "type": "urn:paseport:problem:last-way-in"
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
            /** @description To the sign-in page, or on the way to the provider. */
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
    backchannel_logout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example rauthy
                 */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["BackchannelLogout"];
            };
        };
        responses: {
            /** @description The sessions are over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The token ends nothing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 400,
                     *       "title": "Invalid logout token",
                     *       "type": "urn:paseport:problem:invalid-logout-token"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such provider. */
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
            /** @description The body is not a form. */
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
    external_sign_in_callback_of_nobody: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the sign-in page, with `error=transaction_expired`. */
            303: {
                headers: {
                    /** @description The sign-in page. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
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
    external_sign_in_callback: {
        parameters: {
            query?: {
                /** @description The provider's code. */
                code?: string;
                /**
                 * @description The provider's refusal.
                 * @example access_denied
                 */
                error?: string;
                /**
                 * @description Who answers.
                 * @example https://id.example.com/auth/v1/
                 */
                iss?: string;
                /** @description What we sent the browser away with. */
                state?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The provider that answers.
                 * @example rauthy
                 */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in: to where the person wanted to go, with the refresh cookie. The address is that of an account: to `/login/link`. Otherwise to the sign-in page, or to the account when an identity was to be linked, with `error`. */
            303: {
                headers: {
                    /** @description A page of the app. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A cookie came twice. */
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
            /** @description No provider can have this name. */
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
    init_external_sign_in: {
        parameters: {
            query: {
                /**
                 * @description Whether the provider must have seen the person within the last five minutes; `false` if left out.
                 * @example true
                 */
                fresh?: boolean;
                /**
                 * @description The slug of an identity provider.
                 * @example rauthy
                 */
                provider: string;
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
            /** @description To the provider; to the sign-in page with `error=provider_unavailable` when it can't be used. */
            303: {
                headers: {
                    /** @description The provider's authorization endpoint. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A cookie came twice. */
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
    read_link_ticket: {
        parameters: {
            query: {
                /** @description The ticket of the link page. */
                ticket: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkTicket"];
                };
            };
            /** @description A cookie came twice. */
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
            /** @description It is dead, or another browser's. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The ticket is used, too old or not of this browser. Sign in with the provider again.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 410,
                     *       "title": "Ticket used up",
                     *       "type": "urn:paseport:problem:link-ticket-dead"
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
    link_identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkIdentity"];
            };
        };
        responses: {
            /** @description With a ticket: linked and signed in; the refresh token is in the cookie. With a token: where to go. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkAnswer"];
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
            /** @description With a ticket: the password is wrong. With none: no token, one that is not valid, or one whose sign-in is too long ago. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Sign in again; this address wants a sign-in of the last five minutes.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 401,
                     *       "title": "Fresh sign-in required",
                     *       "type": "urn:paseport:problem:fresh-sign-in-required"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request comes from another site, or role or scope is not sufficient. */
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
            /** @description The ticket is dead, or another browser's. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The ticket is used, too old or not of this browser. Sign in with the provider again.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 410,
                     *       "title": "Ticket used up",
                     *       "type": "urn:paseport:problem:link-ticket-dead"
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
    list_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The providers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
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
    create_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProvider"];
            };
        };
        responses: {
            /** @description The provider was made. */
            201: {
                headers: {
                    /** @description The provider's address. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
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
            /** @description Another provider has the slug or the issuer. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Another provider has this slug.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Slug taken",
                     *       "type": "urn:paseport:problem:slug-taken"
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
    read_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example 0190a3c2-7f00-7000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
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
            /** @description No such provider. */
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
    update_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example 0190a3c2-7f00-7000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateProvider"];
            };
        };
        responses: {
            /** @description The provider as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
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
            /** @description No such provider. */
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
            /** @description Another provider has the slug. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Another provider has this slug.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Slug taken",
                     *       "type": "urn:paseport:problem:slug-taken"
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
    deactivate_provider: {
        parameters: {
            query?: {
                /**
                 * @description Whether the sessions that came from it end; `false` if left out.
                 * @example true
                 */
                end_sessions?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example 0190a3c2-7f00-7000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody signs in by this provider any more. */
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
            /** @description No such provider. */
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
    test_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestProvider"];
            };
        };
        responses: {
            /** @description Sign-in can work. */
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
            /** @description It can't, and the field `issuer` says why. */
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
                     *           "field": "issuer",
                     *           "message": "can't be used: the server can't be reached"
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
    list_user_identities: {
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
            /** @description The user's identities. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityList"];
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
    unlink_user_identities: {
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
            /** @description No identity opens the account any more. */
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
            /** @description The account has no password, so nobody could enter it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "It is the last way into the account.",
                     *       "instance": "Gk3T1cRr7wq0nJmXb2Zp9A",
                     *       "status": 409,
                     *       "title": "Last way in",
                     *       "type": "urn:paseport:problem:last-way-in"
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
