with

asked as (

    {{ definition_names() }}

),

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

names as (

    select
        asked.seed,
        asked.file,
        asked.line,
        asked.definition_name,
        asked.column_name,
        asked.kind,
        asked.is_new,
        asked.is_known_by_taxonomy,
        coalesce(events.event_name, asked.name) as name,
        coalesce(owners.event_name, asked.event_name) as event_name
    from asked
    left join aliases as events
        on asked.kind = 'event' and asked.name = events.spelled_name
    left join aliases as owners on asked.event_name = owners.spelled_name

),

-- what came, and the columns of events; of any event where none is named
candidates as (

    select
        cast('event' as {{ dbt.type_string() }}) as kind,
        cast(null as {{ dbt.type_string() }}) as event_name,
        event_name as name,
        accepted_count > 0 as is_seen,
        is_registered as is_in_taxonomy
    from {{ ref('event_catalogue') }}
    union all
    select
        'property' as kind,
        event_name,
        property as name,
        filled_count > 0 as is_seen,
        false as is_in_taxonomy
    from {{ ref('event_properties_catalogue') }}
    {% for column in event_columns() %}
    union all
    select
        'property' as kind,
        cast(null as {{ dbt.type_string() }}) as event_name,
        '{{ column }}' as name,
        true as is_seen,
        false as is_in_taxonomy
    {% endfor %}

),

same as (

    select
        names.seed,
        names.line,
        names.column_name,
        max(case when candidates.is_seen then 1 else 0 end) as is_seen,
        max(case
            when candidates.is_seen then 1
            when names.is_known_by_taxonomy and candidates.is_in_taxonomy then 1
            else 0
        end) as is_known
    from names
    inner join candidates
        on
            names.kind = candidates.kind
            and names.name = candidates.name
            and (
                candidates.event_name is null
                or names.event_name is null
                or names.event_name = candidates.event_name
            )
    group by
        names.seed,
        names.line,
        names.column_name

),

judged as (

    select
        names.*,
        coalesce(same.is_seen, 0) = 1 as is_seen,
        coalesce(same.is_known, 0) = 1 as is_known
    from names
    left join same
        on
            names.seed = same.seed
            and names.line = same.line
            and names.column_name = same.column_name

),

-- a third of the letters may differ
near as (

    select
        judged.seed,
        judged.line,
        judged.column_name,
        candidates.name,
        row_number() over (
            partition by judged.seed, judged.line, judged.column_name
            order by min(levenshtein(judged.name, candidates.name)), candidates.name
        ) as place
    from judged
    inner join candidates
        on judged.kind = candidates.kind and judged.name <> candidates.name
    where
        not judged.is_known
        and candidates.is_seen
        and levenshtein(judged.name, candidates.name) * 3 <= length(judged.name) + 2
    group by
        judged.seed,
        judged.line,
        judged.column_name,
        candidates.name

),

nearest as (

    select
        seed,
        line,
        column_name,
        concat_ws(
            ', ',
            max(case when place = 1 then name end),
            max(case when place = 2 then name end),
            max(case when place = 3 then name end)
        ) as nearest_names
    from near
    group by
        seed,
        line,
        column_name

)

select
    judged.seed,
    judged.file,
    judged.line,
    judged.definition_name,
    judged.column_name,
    judged.kind,
    judged.name,
    judged.event_name,
    judged.is_seen,
    judged.is_known,
    judged.is_new,
    nearest.nearest_names
from judged
left join nearest
    on
        judged.seed = nearest.seed
        and judged.line = nearest.line
        and judged.column_name = nearest.column_name
