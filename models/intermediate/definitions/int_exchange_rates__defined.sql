select
    lower('{{ var("reporting_currency") }}') as currency,
    cast(1 as double) as rate
union all
select
    currency,
    rate
from {{ ref('exchange_rates') }}
where
    reporting_currency = lower('{{ var("reporting_currency") }}')
    and currency <> lower('{{ var("reporting_currency") }}')
