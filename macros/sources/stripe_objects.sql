{#- The objects of one kind as Stripe delivers them, as a query: those of a table of the API, as they
    were on the day of the load, and those that events carry, as they were at the moment of the
    event. An event that comes twice has one id. Columns: row_id, document (the object),
    content_hash, delivery_id (the event's id), changed_at, is_deletion (the event says that the
    object is gone, which the object itself need not say), problem (null where the time of change
    is known). -#}
{% macro stripe_objects(kind, table) -%}
    select
        row_id,
        document,
        content_hash,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        cast(load_date as timestamp) as changed_at,
        false as is_deletion,
        cast(null as {{ dbt.type_string() }}) as problem
    from ({{ records_of('stripe/' ~ table) }}) as listed
    union all
    select
        row_id,
        document,
        md5(
            {{ canonical_json('own_document') }} || case when is_deletion then ' deleted' else '' end
        ) as content_hash,
        delivery_id,
        changed_at,
        is_deletion,
        case when changed_at is null then 'unusable:created' end as problem
    from (
        select
            row_id,
            document,
            {{ json_without('document', loader_columns()) }} as own_document,
            delivery_id,
            changed_at,
            is_deletion
        from (
            select
                row_id,
                {{ json_scalar('fields.data.object') }} as document,
                fields.id as delivery_id,
                {{ epoch_instant('fields.created', 1000000) }} as changed_at,
                coalesce(fields.type = '{{ kind }}.deleted', false) as is_deletion
            from (
                select
                    row_id,
                    {{ json_fields('document', {
                        'id': 'text', 'created': 'text', 'type': 'text', 'data': {'object': 'json'},
                    }) }} as fields
                from ({{ records_of('stripe/events') }}) as events
            ) as parsed
        ) as carried
        where {{ json_inner('document', 'object') }} = '{{ kind }}'
    ) as cleaned
{%- endmacro %}
