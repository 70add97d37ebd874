{{ config(materialized='table') }}

with

landed as (

    select
        row_id,
        source,
        table_name,
        load_date,
        arrival,
        defect
    from {{ ref('landing_records') }}

),

described as (

    {% for table in staged_record_tables() %}
    select
        row_id,
        record_type,
        record_id,
        delivery_id,
        created_at,
        changed_at,
        change_rank,
        content_hash,
        problems
    from {{ ref('stg_' ~ table.replace('/', '__')) }}
    union all
    {% endfor %}
    select
        row_id,
        cast(null as {{ dbt.type_string() }}) as record_type,
        cast(null as {{ dbt.type_string() }}) as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as changed_at,
        cast(null as integer) as change_rank,
        cast(null as {{ dbt.type_string() }}) as content_hash,
        defect as problems
    from landed
    where defect is not null

),

judged as (

    select
        landed.row_id,
        landed.source,
        landed.table_name,
        landed.load_date,
        landed.arrival,
        described.record_type,
        described.record_id,
        described.created_at,
        described.changed_at,
        described.change_rank,
        described.content_hash,
        described.problems,
        described.row_id is null as is_unread,
        -- a change that was delivered again; without an id each delivery is its own
        row_number() over (
            partition by
                landed.source,
                described.record_type,
                described.record_id,
                coalesce(
                    described.delivery_id, cast(landed.row_id as {{ dbt.type_string() }})
                ),
                described.problems
            order by landed.arrival
        ) as delivery_number
    from landed
    left join described on landed.row_id = described.row_id

),

in_order as (

    select
        row_id,
        lag(content_hash) over (
            partition by source, record_type, record_id
            order by changed_at, change_rank, arrival
        ) as earlier_hash
    from judged
    where delivery_number = 1 and problems is null and not is_unread

),

fates as (

    select
        judged.*,
        case
            when judged.is_unread then 'unread'
            when judged.problems is not null then 'quarantined'
            when judged.delivery_number > 1 or judged.content_hash = in_order.earlier_hash
                then 'duplicate'
            else 'accepted'
        end as disposition,
        case
            when judged.is_unread then 'unknown_object'
            when judged.problems is not null then judged.problems
            when judged.delivery_number > 1 then 'delivery_id'
            when judged.content_hash = in_order.earlier_hash then 'unchanged'
            else ''
        end as reason
    from judged
    left join in_order on judged.row_id = in_order.row_id

),

versions as (

    select
        row_id,
        cast(row_number() over (
            partition by source, record_type, record_id
            order by changed_at, change_rank, arrival
        ) as bigint) as version_number,
        changed_at,
        created_at,
        lead(changed_at) over (
            partition by source, record_type, record_id
            order by changed_at, change_rank, arrival
        ) as next_changed_at
    from fates
    where disposition = 'accepted'

),

final as (

    select
        fates.row_id,
        fates.source,
        fates.table_name,
        fates.load_date,
        fates.record_type,
        fates.record_id,
        fates.disposition,
        fates.reason,
        versions.version_number,
        -- what was first seen later was so from the start, as far as anybody knows
        case
            when versions.version_number = 1
                then least(
                    coalesce(versions.created_at, versions.changed_at),
                    versions.changed_at
                )
            else versions.changed_at
        end as valid_from,
        versions.next_changed_at as valid_to,
        versions.version_number is not null
        and versions.next_changed_at is null as is_current
    from fates
    left join versions on fates.row_id = versions.row_id

)

select * from final
