{{ config(meta={'holds': 'changes'}) }}
-- What kind of source sessions come from. Hosts are few beside sessions: each is looked
-- up once.
with

origins as (

    select
        origin_key,
        utm_source,
        utm_medium,
        referrer_host,
        client_referrer_class,
        entry_page_host,
        click_id,
        lower(utm_source) as source_text
    from {{ ref('int_session_ends') }}
    group by
        origin_key,
        utm_source,
        utm_medium,
        referrer_host,
        client_referrer_class,
        entry_page_host,
        click_id

),

-- a campaign may name its source by its host
hosts as (

    select referrer_host as host
    from origins
    where referrer_host is not null
    union
    select entry_page_host as host
    from origins
    where entry_page_host is not null
    union
    select source_text as host
    from origins
    where source_text is not null

),

with_sites as (

    {{ host_sites('hosts') }}

),

sites as (

    select
        with_sites.host,
        with_sites.parts.site,
        with_sites.parts.any_suffix
    from with_sites

),

listed as (

    select
        domain,
        'class' as kind,
        class
    from {{ ref('source_classes') }}
    union all
    select
        domain,
        'own' as kind,
        'own' as class
    from {{ ref('own_domains') }}
    union all
    select
        domain,
        'excluded' as kind,
        kind as class
    from {{ ref('excluded_referrers') }}

),

-- `a.example` is it and what is below, `*.a.example` only what is below; a word without a
-- dot is the name of a source and no part of a host
patterns as (

    select
        domain,
        kind,
        class,
        case
            when left(domain, 2) = '*.' then substr(domain, 2)
            when instr(domain, '.') > 0 then '.' || domain
        end as ending
    from listed

),

matched as (

    select
        sites.host,
        patterns.kind,
        patterns.class,
        row_number() over (
            partition by sites.host, patterns.kind
            order by length(patterns.domain) desc, patterns.domain
        ) as match_number
    from sites
    inner join patterns
        on
            sites.host = patterns.domain
            or sites.any_suffix = patterns.domain
            or right(sites.host, length(patterns.ending)) = patterns.ending
            or right(sites.any_suffix, length(patterns.ending)) = patterns.ending

),

-- what the longest line of each list says
known as (

    select
        sites.host,
        max(sites.site) as site,
        max(case when matched.kind = 'class' then matched.class end) as class,
        count(case when matched.kind = 'own' then 1 end) > 0 as is_own,
        count(case when matched.kind = 'excluded' then 1 end) > 0 as is_excluded
    from sites
    left join matched
        on
            sites.host = matched.host
            and matched.match_number = 1
    group by sites.host

),

-- a click inside of the own site, and the way back from a login or a payment, are no
-- origin
outside as (

    select
        origins.*,
        sources.class as named_class,
        referrers.class as referrer_class,
        case
            when
                coalesce(referrers.site <> pages.site, true)
                and not referrers.is_own
                and not referrers.is_excluded
                and coalesce(origins.client_referrer_class, '') <> 'internal'
                then origins.referrer_host
        end as outside_referrer_host
    from origins
    left join known as sources on origins.source_text = sources.host
    left join known as referrers on origins.referrer_host = referrers.host
    left join known as pages on origins.entry_page_host = pages.host

),

final as (

    select
        origin_key,
        utm_source,
        utm_medium,
        click_id,
        outside_referrer_host,
        case
            when source_text is not null then named_class
            when outside_referrer_host is not null
                then coalesce(referrer_class, client_referrer_class)
        end as source_class
    from outside

)

select * from final
