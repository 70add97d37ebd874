{#- What rows depend on besides models and seeds: the variables that models read, and the code
    of macros and plugins. `as_of` is left out: only models that are rebuilt read it. -#}
{% macro project_checksum() %}
    {%- set values = [] -%}
    {%- for name in ['sources', 'raw_schema', 'raw_database', 'timezone', 'week_start',
        'max_users_per_identifier', 'max_row_bytes', 'max_transit_seconds', 'visitor_days',
        'trusted_proxies', 'account_group'] -%}
        {%- do values.append(name ~ '=' ~ tojson(var(name))) -%}
    {%- endfor -%}
    {{ return(local_md5(values | join(' ') ~ ' ' ~ code_checksum())) }}
{% endmacro %}
