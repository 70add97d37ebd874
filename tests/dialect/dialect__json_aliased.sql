with

pairs as (

    select
        'sku' as raw_name,
        'product_id' as property
    union all
    select
        'thing' as raw_name,
        'sku' as property

),

aliases as (

    select {{ map_of('raw_name', 'property') }} as names
    from pairs

),

cases as (

    select
        '{"a":1,"sku":2}' as document,
        '{"a":1,"product_id":2}' as expected
    union all
    -- one step and no more
    select
        '{"thing":1,"sku":2}' as document,
        '{"sku":1,"product_id":2}' as expected
    union all
    -- what has the name before what stands for it, unless it is null
    select
        '{"sku":1,"product_id":2}' as document,
        '{"product_id":2}' as expected
    union all
    select
        '{"sku":1,"product_id":null}' as document,
        '{"product_id":1}' as expected
    union all
    -- the letters elsewhere, and within a member
    select
        '{"sku_group":1,"note":"sku","b":{"sku":1}}' as document,
        '{"sku_group":1,"note":"sku","b":{"sku":1}}' as expected
    union all
    select
        '{}' as document,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected

),

actual as (

    select
        cases.expected,
        {{ json_aliased('cases.document', 'aliases.names') }} as actual -- noqa: PRS
    from cases
    cross join aliases
    union all
    -- without aliases
    select
        '{"sku":1}' as expected,
        {{ json_aliased("'{\"sku\":1}'", 'aliases.names') }} as actual -- noqa: PRS
    from cases
    left join aliases on cases.document = 'none'

)

select
    expected,
    actual
from actual
where actual is distinct from expected
