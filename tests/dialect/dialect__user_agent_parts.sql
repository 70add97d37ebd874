with

cases as (

    select
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 '
        || '(KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36' as user_agent,
        'Chrome' as expected_browser,
        'Windows' as expected_os,
        cast(null as {{ dbt.type_string() }}) as expected_device
    union all
    -- a robot is a device of its own, whatever system it claims
    select
        'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
            as user_agent,
        'Googlebot' as expected_browser,
        cast(null as {{ dbt.type_string() }}) as expected_os,
        'Spider' as expected_device
    union all
    select
        'größe' as user_agent,
        cast(null as {{ dbt.type_string() }}) as expected_browser,
        cast(null as {{ dbt.type_string() }}) as expected_os,
        cast(null as {{ dbt.type_string() }}) as expected_device
    union all
    select
        '' as user_agent,
        cast(null as {{ dbt.type_string() }}) as expected_browser,
        cast(null as {{ dbt.type_string() }}) as expected_os,
        cast(null as {{ dbt.type_string() }}) as expected_device

),

parsed as (

    select
        user_agent,
        expected_browser,
        expected_os,
        expected_device,
        {{ user_agent_parts('user_agent') }} as parts
    from cases

)

select * from parsed
where
    parts.browser is distinct from expected_browser
    or parts.os is distinct from expected_os
    or parts.device is distinct from expected_device
