with

cases as (

    select
        'https://shop.tst/?gad_source=1&gclid=Cj0x' as url,
        'gad_source' as expected
    union all
    select
        'https://shop.tst/?a=b&gclid=Cj0x' as url,
        'gclid' as expected
    union all
    select
        '/?GCLID=x' as url,
        'gclid' as expected
    union all
    select
        '/#gclid=x' as url,
        'gclid' as expected
    union all
    select
        '/?a=1&amp;gclid=x' as url,
        'gclid' as expected
    union all
    -- an empty one says nothing
    select
        '/?gclid=&gad_source=1' as url,
        'gad_source' as expected
    union all
    select
        '/?gclid=' as url,
        null as expected
    union all
    -- a part of a name, a value and the path do not count
    select
        '/?my_gclid=x' as url,
        null as expected
    union all
    select
        '/?gclids=x' as url,
        null as expected
    union all
    select
        '/?a=gclid' as url,
        null as expected
    union all
    select
        '/gclid=x' as url,
        null as expected
    union all
    select
        '' as url,
        null as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as url,
        null as expected

),

actual as (

    select
        url,
        expected,
        {{ url_parameter_of('url', ['gclid', 'gad_source']) }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
