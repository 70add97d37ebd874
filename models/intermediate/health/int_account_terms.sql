{% set has_billing = 'stripe' in var('sources') %}
{% set has_crm = 'salesforce' in var('sources') %}
{% set has_support = 'zendesk' in var('sources') %}

with

weeks as (

    select
        account_id,
        week,
        ends_at
    from {{ ref('int_account_weeks') }}

),

{% if has_billing or has_crm %}
rates as (

    select
        currency,
        rate
    from {{ ref('int_exchange_rates__defined') }}

),

{% endif -%}
members as (

    select
        account_id,
        person_id,
        min(valid_from) as joined_at
    from {{ ref('account_members') }}
    group by
        account_id,
        person_id

),

joined as (

    select
        weeks.account_id,
        weeks.week,
        count(*) as members
    from weeks
    inner join members
        on
            weeks.account_id = members.account_id
            and weeks.ends_at > members.joined_at
    group by
        weeks.account_id,
        weeks.week

),

{% if has_billing -%}
-- what holds at the week's last instant; a trial has seats, and pays nothing
contracts as (

    select
        weeks.account_id,
        weeks.week,
        sum(versions.quantity) as seats,
        12 * sum(
            case
                when versions.is_paying
                    then
                        versions.monthly_amount
                        * rates.rate / power(10, versions.currency_exponent)
            end
        ) as contract_value,
        max(
            case when versions.is_paying then versions.plan_name end
        ) as plan_name,
        min(versions.period_ends_at) as period_ends_at
    from weeks
    inner join {{ ref('fct_subscriptions') }} as versions
        on
            weeks.account_id = versions.account_id
            and weeks.ends_at > versions.valid_from
            and coalesce(weeks.ends_at <= versions.valid_to, true)
            and coalesce(weeks.ends_at <= versions.ended_at, true)
    left join rates on versions.currency = rates.currency
    where
        not versions.is_test
        and (versions.is_paying or versions.status = 'trialing')
    group by
        weeks.account_id,
        weeks.week

),

{% endif -%}
{% if has_crm -%}
opportunities as (

    select
        weeks.account_id,
        weeks.week,
        sum(
            versions.amount * rates.rate / power(10, versions.currency_exponent)
        ) as open_opportunity
    from weeks
    inner join {{ ref('fct_opportunities') }} as versions
        on
            weeks.account_id = versions.account_id
            and weeks.ends_at > versions.valid_from
            and coalesce(weeks.ends_at <= versions.valid_to, true)
    left join rates on versions.currency = rates.currency
    where not versions.is_deleted and not coalesce(versions.is_closed, false)
    group by
        weeks.account_id,
        weeks.week

),

{% endif -%}
{% if has_support -%}
tickets as (

    select
        weeks.account_id,
        weeks.week,
        count(*) as recent_tickets
    from weeks
    inner join {{ ref('fct_tickets') }} as tickets
        on
            weeks.account_id = tickets.account_id
            and weeks.ends_at > tickets.created_at
            and weeks.ends_at <= tickets.created_at + interval '90' day
    group by
        weeks.account_id,
        weeks.week

),

{% endif -%}
final as (

    select
        weeks.account_id,
        weeks.week,
        coalesce(joined.members, 0) as members,
        {% if has_billing -%}
        contracts.seats,
        cast(contracts.contract_value as double) as contract_value,
        contracts.plan_name,
        {{ seconds_between('weeks.ends_at', 'contracts.period_ends_at') }} / 86400.0
            as renewal_days,
        {% else -%}
        cast(null as double) as seats,
        cast(null as double) as contract_value,
        cast(null as {{ dbt.type_string() }}) as plan_name,
        cast(null as double) as renewal_days,
        {% endif -%}
        {% if has_crm -%}
        cast(opportunities.open_opportunity as double) as open_opportunity,
        {% else -%}
        cast(null as double) as open_opportunity,
        {% endif -%}
        {% if has_support -%}
        coalesce(tickets.recent_tickets, 0) as recent_tickets
        {% else -%}
        cast(null as bigint) as recent_tickets
        {% endif -%}
    from weeks
    left join joined
        on
            weeks.account_id = joined.account_id
            and weeks.week = joined.week
    {% for name in ['contracts'] * has_billing + ['opportunities'] * has_crm
        + ['tickets'] * has_support -%}
    left join {{ name }}
        on
            weeks.account_id = {{ name }}.account_id
            and weeks.week = {{ name }}.week
    {% endfor %}
)

select * from final
