{#- What every object of Salesforce's says of itself, as columns from those of salesforce_read, `fields`,
    load_date and object_type: own_id, created_at, changed_at, ended_at, is_deleted and problem.
    `kind` is its name in the API, `prefix` how its ids begin. -#}
{% macro salesforce_said(kind, prefix) -%}
    {%- set loaded -%}cast(load_date as timestamp){%- endset -%}
    own_id,
    created_date as created_at,
    -- what a loader saw go has no time of its own
    case
        when is_removed
            then greatest(
                coalesce(sdc_deleted_at, fivetran_synced, {{ loaded }}),
                coalesce(fivetran_start, system_modstamp, last_modified_date, {{ loaded }})
            )
        else coalesce(fivetran_start, system_modstamp, last_modified_date, {{ loaded }})
    end as changed_at,
    -- of a version in a table with history; an open end is the last moment of the year 9999
    case
        when
            fields.fivetran_start is not null
            and fivetran_end < timestamp '9999-01-01 00:00:00'
            then fivetran_end
    end as ended_at,
    {{ is_true('fields.is_deleted') }} or is_removed as is_deleted,
    concat_ws(
        '|',
        case
            when
                object_type <> '{{ kind }}'
                or {{ regexp_contains(
                    'own_id', "'^(001|003|005|006|00Q)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$'"
                ) }}
                and left(own_id, 3) <> '{{ prefix }}'
                then 'wrong_object'
        end,
        id_problem,
        case
            when fields.system_modstamp <> '' and system_modstamp is null
                then 'unusable:system_modstamp'
        end
    ) as problem
{%- endmacro %}
