{{ config(materialized='table', enabled='gong' in var('sources')) }}

with

calls as (

    select
        said.row_id,
        said.parties
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_gong__calls') }} as said on versions.row_id = said.row_id
    where versions.is_current

),

elements as (

    select
        row_id,
        {{ each_json_element('parties') }} as party
    from calls

),

parsed as (

    select
        row_id,
        nullif({{ json_inner('party', 'id') }}, '') as party_id,
        nullif({{ json_inner('party', 'userId') }}, '') as user_id,
        nullif(lower({{ json_inner('party', 'emailAddress') }}), '') as email,
        nullif({{ json_inner('party', 'speakerId') }}, '') as speaker_id,
        lower({{ json_inner('party', 'affiliation') }}) as affiliation,
        {{ json_inner('party', 'methods') }} as methods
    from elements

),

-- somebody who was invited and came is there twice
known as (

    select
        row_id,
        coalesce(user_id, email, speaker_id, party_id) as person,
        case
            when user_id is not null or affiliation = 'internal' then 'internal'
            when affiliation = 'external' then 'external'
            else 'unknown'
        end as side,
        speaker_id is not null
        or methods is null
        or methods like '%"Attendee"%' as has_come,
        nullif(split_part(email, '@', 2), '') as mail_domain
    from parsed

),

final as (

    select
        row_id,
        person,
        min(side) as side,
        max(mail_domain) as mail_domain
    from known
    where has_come and person is not null
    group by row_id, person

)

select * from final
