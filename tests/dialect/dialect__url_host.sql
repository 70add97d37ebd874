with

cases as (

    select
        'https://www.Example.com/a?b#c' as url,
        'www.example.com' as expected
    union all
    select
        'http://example.com' as url,
        'example.com' as expected
    union all
    select
        'http://example.com?q=1' as url,
        'example.com' as expected
    union all
    -- user, port and trailing dot are no part of it
    select
        'https://me:secret@example.com.:8080/a' as url,
        'example.com' as expected
    union all
    -- the last @ ends the user
    select
        'https://me@work:a@b@example.com/a' as url,
        'example.com' as expected
    union all
    select
        'http://[2001:DB8::1]:3000/a?b=[c]' as url,
        '[2001:db8::1]' as expected
    union all
    select
        'http://[::ffff:127.0.0.1]/' as url,
        '[::ffff:127.0.0.1]' as expected
    union all
    select
        'https://example.com/?a[0]=[::1]' as url,
        'example.com' as expected
    union all
    -- an @ or a second URL behind the host is not its user
    select
        'https://example.com/@me' as url,
        'example.com' as expected
    union all
    select
        'https://example.com/?u=https://other.com/' as url,
        'example.com' as expected
    union all
    select
        'android-app://com.google.android.gm/' as url,
        'com.google.android.gm' as expected
    union all
    select
        'https://größe.de/' as url,
        'größe.de' as expected
    union all
    select
        'http://127.0.0.1:3000/' as url,
        '127.0.0.1' as expected
    union all
    select
        '/a/b' as url,
        null as expected
    union all
    select
        'about:blank' as url,
        null as expected
    union all
    select
        'example.com/a' as url,
        null as expected
    union all
    select
        'https:///a' as url,
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
        {{ url_host('url') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
