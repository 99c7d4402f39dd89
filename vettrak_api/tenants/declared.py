"""Which settings are an organisation's, and which are the process's: every setting stands in one of the three lists."""

OWN = frozenset(
    {
        "database_url",
        "database_schema",
        "public_url",
        "portal_url",
        "mail_sender",
        "staff_mail_to",
        "sms_sender",
        "sms_credit",
        "audit_key",
        "audit_key_file",
        "erasures_file",
    }
)
"""What each organisation says for itself: another one's would send its people, or mails about them, elsewhere."""

MAY_DIFFER = frozenset(
    {
        "database_timeout_seconds",
        "commit_timeout_seconds",
        "staff_pages",
        "try_it",
        "timezone",
        "token_timeout_minutes",
        "token_limit_hours",
        "features",
        "employer_logins",
        "email_as_username",
        "link_enrolments",
        "attendance_starts_units",
        "attendance_starts_tasks",
        "future_task_completion",
        "unique_external_codes",
        "separate_web_sites",
        "throttle_free_failures",
        "throttle_longest_seconds",
        "portal_addresses",
        "password_policy",
        "smtp_host",
        "smtp_port",
        "smtp_user",
        "smtp_password",
        "smtp_starttls",
        "password_reset_minutes",
        "sms_gateway",
        "sms_url",
        "sms_balance_url",
        "sms_token",
        "sms_format",
        "sms_providers",
        "merge_undo_days",
        "quarantine_days",
        "undo_days",
        "sms_days",
        "inactive_client_days",
        "ready_outbox_minutes",
        "audit_personal_days",
        "audit_days",
    }
)
"""What an organisation may say for itself; what it does not say is as the process has it."""

OF_THE_PROCESS = frozenset(
    {
        "database_pool_size",
        "virtual_directory",
        "trusted_proxies",
        "forwarded_headers",
        "connection_limit",
        "connection_idle_seconds",
        "request_patience_seconds",
        "cors_origins",
        "null_values",
        "body_limit_bytes",
        "argon2_memory_kib",
        "argon2_passes",
        "slow_call_milliseconds",
        "log_file",
        "log_format",
        "log_days",
        "log_megabytes",
        "metrics_folder",
        "metrics_addresses",
        "metrics_token",
        "traces_url",
        "background_work",
        "drain_seconds",
        "stop_seconds",
        "tenants",
        "tenant_databases",
        "tenant_connections",
    }
)
"""What all share: what a process has once, and what counts before it is known whose a request is."""

OF_A_TENANT = OWN | MAY_DIFFER
