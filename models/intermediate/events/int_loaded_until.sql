-- Completeness is judged by loads: one client whose clock is fast ends no period.
with

events as (

    select
        occurred_at,
        received_at,
        load_date
    from {{ ref('int_events__enriched') }}

),

final as (

    select
        coalesce(
            max(
                case
                    when received_at is not null then least(occurred_at, received_at)
                    when occurred_at < cast(load_date as timestamp) + interval 1 day
                        then occurred_at
                end
            ),
            max(occurred_at)
        ) as loaded_until
    from events

)

select * from final
