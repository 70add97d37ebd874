{{ config(materialized='staged', enabled='gong' in var('sources')) }}

with

calls as (

    {{ records_of('gong/calls') }}

),

nested as (

    select
        *,
        {{ json_fields('document', {
            'metaData': 'json', 'parties': 'json', 'context': 'json',
            'content': {'topics': 'json', 'trackers': 'json'},
            'interaction': {'speakers': 'json'},
        }) }} as parts
    from calls

),

-- of the list of calls what is in `metaData` of the extensive one is all there is
flattened as (

    select
        *,
        coalesce({{ json_scalar('parts.metaData') }}, document) as head
    from nested

),

parsed as (

    select
        *,
        {{ json_fields('head', {
            'id': 'json', 'started': 'text', 'scheduled': 'text', 'duration': 'text',
            'direction': 'text', 'scope': 'text', 'media': 'text', 'language': 'text',
            'primaryUserId': 'text', 'isPrivate': 'text',
        }) }} as fields
    from flattened

),

timed as (

    select
        *,
        {{ parse_utc('fields.started') }} as started_at,
        {{ numeric_value('fields.duration') }} as duration_seconds
    from parsed

),

final as (

    select
        -- the record
        row_id,
        cast('call' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        started_at as created_at,
        -- it comes again once it is analysed, and says no time of change
        cast(load_date as timestamp) as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            {{ record_id_problem('fields.id') }},
            case
                when fields.started <> '' and started_at is null then 'unusable:started'
            end,
            case
                when fields.duration <> '' and duration_seconds is null
                    then 'unusable:duration'
            end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        started_at,
        duration_seconds,
        nullif(lower(fields.direction), '') as direction,
        nullif(lower(fields.scope), '') as scope,
        nullif(lower(fields.media), '') as media,
        nullif(fields.language, '') as language,
        {{ clean_identifier('fields.primaryuserid') }} as host_id,
        {{ is_true('fields.isprivate') }} as is_private,
        {{ json_scalar('parts.parties') }} as parties,
        {{ json_scalar('parts.context') }} as context,
        {{ json_scalar('parts.content.topics') }} as topics,
        {{ json_scalar('parts.content.trackers') }} as trackers,
        {{ json_scalar('parts.interaction.speakers') }} as speakers
    from timed

)

select * from final
