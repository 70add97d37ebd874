with

cases as (

    select
        'www.google.co.uk' as host,
        'google.co.uk' as expected_site,
        'www.google.*' as expected_any_suffix
    union all
    select
        'google.com' as host,
        'google.com' as expected_site,
        'google.*' as expected_any_suffix
    union all
    select
        'google.evil.tst' as host,
        'evil.tst' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    -- a company gives away what is below its domain; no registry does
    select
        'google.github.io' as host,
        'google.github.io' as expected_site,
        'google.github.*' as expected_any_suffix
    union all
    -- a suffix, an address, a bare name and no name at all are sites of their own
    select
        'co.uk' as host,
        'co.uk' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    select
        'github.io' as host,
        'github.io' as expected_site,
        'github.*' as expected_any_suffix
    union all
    select
        'app.shop.tst' as host,
        'shop.tst' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    select
        '10.0.0.1' as host,
        '10.0.0.1' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    select
        'localhost' as host,
        'localhost' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    select
        'www.größe.de' as host,
        'größe.de' as expected_site,
        'www.größe.*' as expected_any_suffix
    union all
    select
        'www.xn--gre-6ka8i.de' as host,
        'xn--gre-6ka8i.de' as expected_site,
        'www.xn--gre-6ka8i.*' as expected_any_suffix
    union all
    select
        'a..b' as host,
        'a..b' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix
    union all
    select
        'spring sale' as host,
        'spring sale' as expected_site,
        cast(null as {{ dbt.type_string() }}) as expected_any_suffix

),

found as (

    {{ host_sites('cases') }}

)

select
    cases.host,
    found.parts
from cases
left join found on cases.host = found.host
where
    found.host is null
    or found.parts.site is distinct from cases.expected_site
    or found.parts.any_suffix is distinct from cases.expected_any_suffix
