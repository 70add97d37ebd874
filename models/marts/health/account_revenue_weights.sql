with

-- the set of factors that have a line
factors as (

    select distinct factor
    from {{ ref('revenue_weights') }}

),

terms as (

    select
        weeks.account_id,
        weeks.week,
        weeks.contract_value,
        weeks.renewal_days,
        weeks.plan_name,
        weeks.recent_tickets,
        weeks.open_opportunity,
        accounts.account_type
    from {{ ref('int_account_terms') }} as weeks
    left join {{ ref('dim_accounts') }} as accounts
        on weeks.account_id = accounts.account_id

),

-- numbers as text with two decimals: conditions compare text, or the number that it is
valued as (

    select
        terms.account_id,
        terms.week,
        factors.factor,
        case factors.factor
            {%- for factor, column in [
                ('contract_value', 'contract_value'), ('renewal_days', 'renewal_days'),
                ('support_burden', 'recent_tickets'), ('open_opportunity', 'open_opportunity'),
            ] %}
            when '{{ factor }}'
                then
                    cast(
                        cast(terms.{{ column }} as decimal(28, 2))
                        as {{ dbt.type_string() }}
                    )
            {%- endfor %}
            when 'tier' then terms.plan_name
            when 'strategic_fit' then terms.account_type
        end as value
    from terms
    cross join factors

),

fitting as (

    select
        valued.account_id,
        valued.week,
        valued.factor,
        valued.value,
        weights.multiplier,
        row_number() over (
            partition by valued.account_id, valued.week, valued.factor
            order by weights.line
        ) as place
    from valued
    left join {{ ref('revenue_weights') }} as weights
        on
            valued.factor = weights.factor
            and {{ condition_is_met(
                'valued.value', 'weights.operator', "coalesce(weights.value, '')"
            ) }}

),

final as (

    select
        account_id,
        week,
        factor,
        value,
        coalesce(multiplier, 1) as multiplier
    from fitting
    where place = 1

)

select
    account_id,
    week,
    factor,
    value,
    multiplier
from final
