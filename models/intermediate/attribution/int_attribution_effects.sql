with

touches as (

    select
        attribution_name,
        is_conversion,
        touch_number,
        channel,
        lead(channel) over (
            partition by attribution_name, is_conversion, path_id
            order by touch_number
        ) as next_channel
    from {{ ref('int_attribution_paths') }}

),

steps as (

    select
        attribution_name,
        channel,
        next_channel,
        count(*) as touches,
        sum(case when touch_number = 1 then 1 else 0 end) as starts,
        sum(case when next_channel is null and is_conversion then 1 else 0 end)
            as conversions
    from touches
    group by
        attribution_name,
        channel,
        next_channel

),

channels as (

    select
        attribution_name,
        channel,
        row_number() over (partition by attribution_name order by channel) as number,
        cast(sum(touches) as double) as touches,
        cast(sum(starts) as double)
        / sum(sum(starts)) over (partition by attribution_name) as start_rate,
        cast(sum(conversions) as double) / sum(touches) as conversion_rate
    from steps
    group by
        attribution_name,
        channel

),

-- what does not go on from a channel to another: its inverse has the number of visits
-- of each channel by those who begin at another
stays as (

    select
        sources.attribution_name as matrix_name,
        sources.number as row_number,
        targets.number as column_number,
        (
            case when sources.number = targets.number then sources.touches else 0 end
            - coalesce(steps.touches, 0)
        ) / sources.touches as cell
    from channels as sources
    inner join channels as targets
        on sources.attribution_name = targets.attribution_name
    left join steps
        on
            sources.attribution_name = steps.attribution_name
            and sources.channel = steps.channel
            and targets.channel = steps.next_channel

),

visits as (

    {{ inverse_matrices('stays') }} -- noqa: PRS

),

-- sums are of decimals, so that the order of the rows cannot show
from_channels as (

    select
        visits.matrix_name,
        visits.row_number,
        cast(sum(
            cast(visits.cell * targets.conversion_rate as decimal(38, 18))
        ) as double) as conversion_rate,
        max(case when visits.row_number = visits.column_number then visits.cell end)
            as own_visits
    from visits
    inner join channels as targets
        on
            visits.matrix_name = targets.attribution_name
            and visits.column_number = targets.number
    group by
        visits.matrix_name,
        visits.row_number

),

to_channels as (

    select
        visits.matrix_name,
        visits.column_number,
        cast(sum(cast(sources.start_rate * visits.cell as decimal(38, 18))) as double)
            as visits
    from visits
    inner join channels as sources
        on
            visits.matrix_name = sources.attribution_name
            and visits.row_number = sources.number
    group by
        visits.matrix_name,
        visits.column_number

),

-- who comes by a channel and converts would not without it: all that goes into it is lost
lost as (

    select
        channels.attribution_name,
        channels.channel,
        to_channels.visits / from_channels.own_visits * from_channels.conversion_rate
            as lost_rate,
        channels.start_rate * from_channels.conversion_rate as conversion_rate
    from channels
    inner join from_channels
        on
            channels.attribution_name = from_channels.matrix_name
            and channels.number = from_channels.row_number
    inner join to_channels
        on
            channels.attribution_name = to_channels.matrix_name
            and channels.number = to_channels.column_number

),

totals as (

    select
        attribution_name,
        cast(sum(cast(lost_rate as decimal(38, 18))) as double) as lost_rate,
        cast(sum(cast(conversion_rate as decimal(38, 18))) as double) as conversion_rate
    from lost
    group by attribution_name

),

final as (

    select
        lost.attribution_name,
        lost.channel,
        lost.lost_rate / nullif(totals.conversion_rate, 0) as removal_effect,
        lost.lost_rate / nullif(totals.lost_rate, 0) as share
    from lost
    inner join totals on lost.attribution_name = totals.attribution_name

)

select * from final
