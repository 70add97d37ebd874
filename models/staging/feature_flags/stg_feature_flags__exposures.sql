{{ config(materialized='staged', enabled='feature_flags' in var('sources')) }}

with

landed as (

    {% for table in ['exposures', 'evaluation_events', 'experiment_viewed'] %}
    {{ records_of('feature_flags/' ~ table) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

plain as (

    select
        row_id,
        load_date,
        {{ json_without('document', loader_columns()) }} as document
    from landed

),

-- `flagKey` of a stream is `flag_key` of a warehouse
named as (

    select
        row_id,
        load_date,
        {{ json_snake_cased('document') }} as document -- noqa: PRS
    from plain

),

parsed as (

    select
        row_id,
        load_date,
        {{ json_fields('document', {
            'kind': 'text', 'event_id': 'json', 'message_id': 'text', 'uuid': 'text',
            'flag_key': 'text', 'key': 'text', 'experiment_id': 'text',
            'experiment_iteration_id': 'text', 'phase': 'text',
            'context_kind': 'text', 'context_key': 'text',
            'context': {'kind': 'text', 'key': 'text'}, 'context_keys': {'user': 'text'},
            'user_id': 'text', 'anonymous_id': 'text',
            'variation_id': 'text', 'variation': 'text',
            'creation_date': 'text', 'timestamp': 'text', 'sampling_ratio': 'text',
            'reason': {'inExperiment': 'text', 'in_experiment': 'text'},
        }) }} as fields
    from named

),

said as (

    select
        row_id,
        load_date,
        nullif(coalesce(
            {{ json_scalar('fields.event_id') }}, fields.message_id, fields.uuid
        ), '') as own_id,
        nullif({{ trimmed(
            'coalesce(fields.experiment_id, fields.flag_key, fields.key)'
        ) }}, '') as flag_key,
        coalesce({{ trimmed(
            'coalesce(fields.experiment_iteration_id, fields.phase)'
        ) }}, '') as iteration,
        lower(coalesce(
            fields.context_kind,
            fields.context.kind,
            case
                when coalesce(fields.context_keys.user, fields.user_id) <> '' then 'user'
                when fields.anonymous_id <> '' then 'anonymous'
            end
        )) as unit_type,
        {{ clean_identifier('coalesce(
            fields.context_key, fields.context.key, fields.context_keys.user,
            fields.user_id, fields.anonymous_id
        )') }} as unit_id,
        nullif({{ trimmed('coalesce(fields.variation_id, fields.variation)') }}, '')
            as variant,
        coalesce(
            {{ epoch_instant('fields.creation_date', 1000) }},
            {{ parse_utc('fields.creation_date') }},
            {{ parse_utc('fields.timestamp') }}
        ) as exposed_at,
        coalesce({{ whole_number('fields.sampling_ratio') }}, 1) as sampling_ratio,
        coalesce(
            coalesce(fields.experiment_iteration_id, fields.experiment_id) <> ''
            or coalesce(fields.reason.in_experiment, fields.reason.inexperiment) = 'true',
            false
        ) as is_experiment
    from parsed
    -- summaries, contexts and metrics of a stream say nothing of exposures
    where coalesce(fields.kind, 'feature') = 'feature'

),

final as (

    select
        -- the record
        row_id,
        cast('exposure' as {{ dbt.type_string() }}) as record_type,
        -- an event about contexts of several kinds has one row for each
        case
            when own_id is not null then concat_ws('#', own_id, unit_type)
            else {{ surrogate_key([
                'flag_key', 'iteration', 'unit_type', 'unit_id', 'variant', 'exposed_at',
            ]) }}
        end as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        exposed_at as created_at,
        coalesce(exposed_at, cast(load_date as timestamp)) as changed_at,
        cast(0 as integer) as change_rank,
        {{ surrogate_key([
            'flag_key', 'iteration', 'unit_type', 'unit_id', 'variant', 'exposed_at',
        ]) }} as content_hash,
        nullif(concat_ws(
            '|',
            case when flag_key is null then 'missing_flag' end,
            case when unit_id is null or unit_type is null then 'missing_unit' end,
            case when exposed_at is null then 'missing_time' end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        flag_key,
        iteration,
        unit_type,
        unit_id,
        variant,
        exposed_at,
        sampling_ratio,
        is_experiment
    from said

)

select * from final
