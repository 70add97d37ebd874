with

cases as (

    select
        'https://example.com/?utm_source=news' as url,
        'news' as expected
    union all
    select
        'https://example.com/?a=1&utm_source=news&b=2' as url,
        'news' as expected
    union all
    -- percent codes and + are decoded
    select
        'https://example.com/?utm_source=spring%20sale+%2B+gr%C3%B6%C3%9Fe' as url,
        'spring sale + größe' as expected
    union all
    -- codes that are no UTF-8, or no codes: as they stand
    select
        '/a?utm_source=caf%E9+bar' as url,
        'caf%E9 bar' as expected
    union all
    select
        '/a?utm_source=100%' as url,
        '100%' as expected
    union all
    -- the first of several
    select
        '/a?utm_source=one&utm_source=two' as url,
        'one' as expected
    union all
    -- a question mark in a value begins no second query
    select
        '/a?b=?utm_source=x' as url,
        null as expected
    union all
    select
        '/a?b=?&utm_source=x' as url,
        'x' as expected
    union all
    -- a longer name that ends alike, and the path, do not count
    select
        '/a?my_utm_source=x' as url,
        null as expected
    union all
    select
        '/utm_source=x' as url,
        null as expected
    union all
    select
        '/a#my_utm_source=x' as url,
        null as expected
    union all
    -- the fragment counts behind the query, also with a path of its own
    select
        '/a#?utm_source=x' as url,
        'x' as expected
    union all
    select
        '/a?b=1#utm_source=x' as url,
        'x' as expected
    union all
    select
        '/a#/b?c=1&utm_source=x&d=2' as url,
        'x' as expected
    union all
    select
        '/a?utm_source=x#utm_source=y' as url,
        'x' as expected
    union all
    select
        '/a?utm_source=&b=1#utm_source=y' as url,
        'y' as expected
    union all
    -- letters of the name in any case, those of the value as they are
    select
        '/a?UTM_SOURCE=News' as url,
        'News' as expected
    union all
    select
        '/a?b=1&Utm_Source=x' as url,
        'x' as expected
    union all
    -- as a page's source writes it
    select
        '/a?b=1&amp;utm_source=x' as url,
        'x' as expected
    union all
    select
        '/a?utm_source=x#y' as url,
        'x' as expected
    union all
    select
        '/a?utm_source=' as url,
        null as expected
    union all
    select
        '/a?utm_source' as url,
        null as expected
    union all
    select
        '/a' as url,
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
        {{ url_parameter('url', 'utm_source') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
