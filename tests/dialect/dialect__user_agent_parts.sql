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
    -- one that the list of crawlers alone knows
    select
        'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; '
        || 'Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)' as user_agent,
        cast(null as {{ dbt.type_string() }}) as expected_browser,
        cast(null as {{ dbt.type_string() }}) as expected_os,
        'Spider' as expected_device
    union all
    -- no letters of ASCII, and what a line of text could take for its end
    select
        'größe' || chr(9) || chr(10) as user_agent,
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

    {{ user_agent_parts('cases') }}

)

select
    cases.user_agent,
    parsed.parts
from cases
left join parsed on cases.user_agent = parsed.user_agent
where
    parsed.user_agent is null
    or parsed.parts.browser is distinct from cases.expected_browser
    or parsed.parts.os is distinct from cases.expected_os
    or parsed.parts.device is distinct from cases.expected_device
