{#- What every object of Salesforce's says, read once, as columns from `fields` (of salesforce_fields):
    its id, its times and whether a loader saw it go. For the query before salesforce_said. -#}
{% macro salesforce_read() -%}
    {{ trimmed(json_scalar('fields.id')) }} as own_id,
    {{ record_id_problem('fields.id') }} as id_problem,
    {%- for time in [
        'created_date', 'system_modstamp', 'last_modified_date', 'sdc_deleted_at',
        'fivetran_synced', 'fivetran_start', 'fivetran_end'
    ] %}
    {{ parse_utc('fields.' ~ time) }} as {{ time }},
    {%- endfor %}
    (
        {{ is_true('fields.fivetran_deleted') }}
        or coalesce(fields.sdc_deleted_at, '') <> ''
        or fields.fivetran_start is null
        and coalesce(lower(fields.fivetran_active) in ('false', 'f', '0'), false)
    ) as is_removed
{%- endmacro %}
