{{ config(
    materialized='staged',
    enabled='web_server' in var('sources'),
    meta={'holds': 'changes'},
) }}
{% set period_microseconds = 86400000000 * var('visitor_days') %}

with

lines as (

    {{ raw_events('web_server', is_text=true) }}

),

-- an escaped quote ends no field: until the fields are cut, it and a backslash are one
-- character each
unescaped as (

    select
        *,
        case
            when instr(raw, chr(92)) = 0 then raw
            else
                replace(
                    replace(raw, chr(92) || chr(92), chr(29)), chr(92) || '"', chr(28)
                )
        end as line,
        row_number() over (partition by file, raw order by line_number) as copy_number
    from lines

),

-- `<addresses> <ident> <user> [<time>] "<request>" <status> <bytes> …`
halved as (

    select
        *,
        case when instr(line, '] "') > 0 then left(line, instr(line, '] "') - 1) end
            as origin,
        case when instr(line, '] "') > 0 then substr(line, instr(line, '] "') + 3) end
            as answer
    from unescaped

),

cut as (

    select
        *,
        {{ web_log_part('origin', '^(.*) \\[[^\\[]*$') }} as who,
        {{ web_log_part('origin', '\\[([^\\[]*)$') }} as log_time,
        split_part(answer, '"', 1) as request,
        split_part(answer, '"', 2) as outcome,
        {{ web_log_text("nullif(nullif(split_part(answer, '\"', 3), '-'), '')") }}
            as referrer,
        {{ web_log_text("nullif(nullif(split_part(answer, '\"', 5), '-'), '')") }}
            as user_agent,
        -- what follows the agent: forwarded addresses, a duration
        substr(answer, 6 + length(concat(
            split_part(answer, '"', 1), split_part(answer, '"', 2),
            split_part(answer, '"', 3), split_part(answer, '"', 4),
            split_part(answer, '"', 5)
        ))) as others
    from halved

),

parsed as (

    select
        *,
        coalesce(
            who <> ''
            and {{ regexp_contains('outcome', "'^ [0-9]{3} ([0-9]{1,15}|-)( |$)'") }},
            false
        ) as is_access_line,
        {{ common_log_time('log_time') }} as event_timestamp,
        -- a user's name may have blanks, and few servers ask for an ident
        case
            when instr(who, ' - ') > 0 then split_part(who, ' - ', 1)
            else {{ web_log_part('who', '^(.*) [^ ]+ [^ ]+$') }}
        end as hosts,
        {{ whole_number('substr(outcome, 2, 3)') }} as status,
        coalesce({{ whole_number("split_part(outcome, ' ', 3)") }}, 0) as bytes,
        {{ web_log_part('request', '^([A-Z][A-Z-]*) ') }} as method,
        {{ replace_matches(
            web_log_text(
                web_log_part('request', '^[A-Z][A-Z-]* +(.*?)( HTTP/[0-9.]+)?$')
            ),
            "'(?i);jsessionid=[^?#;/]*'", "''"
        ) }} as target
    from cut

),

located as (

    select
        *,
        {{ parse_utc('event_timestamp') }} as requested_at,
        -- a name in front of an address is the virtual host's
        {{ web_log_part('hosts', '^([A-Za-z0-9_][A-Za-z0-9_.-]*(:[0-9]+)?) +[^ ,]') }}
            as first_host,
        {{ web_log_part('others', web_address_list()) }} as forwarded,
        {{ web_log_part('others', '(^|[ "])([0-9]+[.][0-9]+)($|[ "])', 2) }} as seconds,
        {{ url_path('target') }} as path
    from parsed

),

with_site as (

    select
        *,
        case
            when
                first_host not in ('', 'unknown')
                and not {{ regexp_contains('first_host', "'^[0-9.:]+$'") }}
                then first_host
        end as site
    from located

),

with_addresses as (

    select
        *,
        replace(replace(replace(
            '<' || {{ replace_matches(
                "trim(replace(lower(forwarded || ' ' || substr("
                ~ "hosts, 1 + coalesce(length(site), 0))), '\"', ' '))",
                "'[ ,]+'", "'><'"
            ) }} || '>',
            '<>', ''
        ), '<->', ''), '<unknown>', '') as addresses
    from with_site

),

named as (

    select
        *,
        {{ web_client_address('addresses') }} as client,
        {{ web_request_name('method', 'status', 'lower(path)') }} as name,
        {{ is_health_check('lower(path)', 'lower(user_agent)') }} as is_health_check,
        coalesce(
            nullif({{ visitor_key() }}, ''),
            {{ raise_error("'Set FOOTPATH_VISITOR_KEY in the environment'") }}
        ) as secret
    from with_addresses

),

renamed as (

    select
        -- keys
        row_id,
        cast('web_server' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row: bytes that are no UTF-8 are not, `\xff` tells them
        case
            when defect <> 'invalid_utf8' then defect
            when not is_access_line then coalesce(defect, 'not_an_access_line')
            when path is null then 'not_an_event:no_request'
            when is_health_check then 'not_an_event:health_check'
        end as defect,
        raw,

        -- what happened
        name as raw_event_name,
        case when name = 'page_view' then 'page' else 'track' end as event_type,
        case
            when is_access_line and path is not null
                then {{ web_request_properties(
                    'method', 'status', 'bytes', 'seconds',
                    "case when name <> 'page_view' then path end",
                ) }}
        end as properties,

        -- when: the moment that the request came in
        event_timestamp,

        -- who: equal lines of one file are several requests, those of another file the
        -- same ones, rotated. The address itself goes no further
        md5(raw || chr(31) || copy_number) as content_hash,
        md5(
            secret || md5(concat(
                secret, chr(31),
                coalesce(cast(floor(
                    {{ microseconds('requested_at') }} / {{ period_microseconds }}
                ) as bigint), 0),
                chr(31),
                case
                    when left(client, 1) = '['
                        then split_part(substr(client, 2), ']', 1)
                    when {{ regexp_contains('client', "'^[0-9.]+:[0-9]+$'") }}
                        then split_part(client, ':', 1)
                    else coalesce(client, '')
                end,
                chr(31), coalesce(user_agent, '')
            ))
        ) as anonymous_id,

        -- where
        user_agent,
        case
            when name <> 'page_view' then null
            when left(target, 1) <> '/' or site is null or left(site, 1) = '_' then target
            when {{ regexp_contains('site', "':8?443$'") }}
                then 'https://' || site || target
            else 'http://' || site || target
        end as page_url,
        case when name = 'page_view' then referrer end as referrer,
        cast('web' as {{ dbt.type_string() }}) as client_platform

    from named

)

select * from renamed
