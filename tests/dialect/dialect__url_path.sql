with

cases as (

    select
        'https://example.com/a/B?c=d#e' as url,
        '/a/B' as expected
    union all
    select
        'https://example.com/a/' as url,
        '/a/' as expected
    union all
    -- a host alone has the path /
    select
        'https://example.com' as url,
        '/' as expected
    union all
    select
        'https://example.com?a=/b' as url,
        '/' as expected
    union all
    select
        'https://example.com#b' as url,
        '/' as expected
    union all
    -- a fragment that is a route belongs to the path, without its own query
    select
        'https://example.com#/b' as url,
        '/#/b' as expected
    union all
    select
        'https://example.com/app/?x=#/y#/b' as url,
        '/app/#/y' as expected
    union all
    select
        'https://example.com/app?x=1#!/b/c?d=/e' as url,
        '/app#!/b/c' as expected
    union all
    select
        '/a#/b?c' as url,
        '/a#/b' as expected
    union all
    select
        '/a#b/c' as url,
        '/a' as expected
    union all
    -- relative to the host
    select
        '/a/b?c' as url,
        '/a/b' as expected
    union all
    select
        '/' as url,
        '/' as expected
    union all
    select
        'https://example.com/gr%C3%B6%C3%9Fe' as url,
        '/gr%C3%B6%C3%9Fe' as expected
    union all
    select
        'https://example.com/größe' as url,
        '/größe' as expected
    union all
    select
        'app://home/list' as url,
        '/list' as expected
    union all
    select
        'about:blank' as url,
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
        {{ url_path('url') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
