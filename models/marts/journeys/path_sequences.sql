with

paths as (

    select
        path_name,
        segment_name,
        asks_person
    from {{ ref('int_paths__defined') }}

),

-- a run has its sequence on its first step
runs as (

    select
        steps.path_name,
        steps.sequence,
        steps.person_id,
        steps.is_converted
    from {{ ref('int_path_steps') }} as steps
    inner join paths on steps.path_name = paths.path_name
    left join {{ ref('int_segment_persons') }} as members
        on
            paths.segment_name = members.segment_name
            and steps.person_id = members.person_id
    where
        steps.step_number = 1
        and (not paths.asks_person or members.person_id is not null)

),

final as (

    select
        path_name,
        sequence,
        count(*) as runs,
        count(distinct person_id) as units,
        cast(
            sum(case when is_converted then 1 when not is_converted then 0 end) as bigint
        ) as conversions
    from runs
    group by
        path_name,
        sequence

)

select
    path_name,
    sequence,
    runs,
    units,
    conversions
from final
