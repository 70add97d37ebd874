{% set events_reassigned = ref('int_events__reassigned') %}
{% set events_enriched = ref('int_events__enriched') %}
{% set events_labelled = ref('int_events__labelled') %}
-- depends_on: {{ ref('int_events__label_changes') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'},
        'rebuilds': 'alone',
    },
) }}

with

events as (

    {% if is_incremental() %}
    select
        row_id,
        arrival,
        event_type,
        account_id,
        person_id,
        occurred_at,
        traits
    from {{ events_reassigned }}
    {% else %}
    select
        events.row_id,
        events.arrival,
        events.event_type,
        events.account_id,
        labels.person_id,
        events.occurred_at,
        events.traits
    from {{ events_enriched }} as events
    inner join {{ events_labelled }} as labels
        on events.row_id = labels.row_id
    {% endif %}

),

-- of traits as of properties, spellings of one name are one
named as (

    select
        row_id,
        arrival,
        event_type,
        account_id,
        person_id,
        occurred_at,
        {{ json_snake_cased('traits') }} as traits -- noqa: PRS
    from events
    where
        traits is not null
        and (event_type = 'identify' or event_type = 'group' and account_id is not null)

),

stated as (

    select
        row_id,
        arrival,
        account_id,
        person_id,
        occurred_at,
        case when event_type = 'group' then {{ json_member('traits', "'name'") }} end
            as name,
        case
            when event_type = 'group'
                then {{ json_member('traits', "'parent_account_id'") }}
        end as parent_account_id,
        case when event_type = 'group' then {{ json_member('traits', "'role'") }} end
            as role,
        case
            when event_type = 'identify' and traits not in ('{}', 'null') then traits
        end as traits
    from named

),

final as (

    select *
    from stated
    where coalesce(name, parent_account_id, role, traits) is not null

)

select * from final
