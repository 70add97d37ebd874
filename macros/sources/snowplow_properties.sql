{#- The properties of a Snowplow event as JSON text, from its row as a JSON object: the data of
    the self-describing event at the top level, over it each context by its name without vendor
    and version (an array of one entity as that entity, of several as the array; `product`
    always as the array `products`), and the columns of structured, page ping and transaction
    events. Absent and empty ones leave no key; of a name that comes twice the first counts.
    Vendors outside the list keep their prefix. -#}
{% macro snowplow_properties(document) -%}
    {{ adapter.dispatch('snowplow_properties')(document) }}
{%- endmacro %}

{% macro default__snowplow_properties(document) -%}
    {{ no_dialect('snowplow_properties') }}
{%- endmacro %}

{% macro duckdb__snowplow_properties(document) -%}
    {#- a map takes no key twice: the rare row that repeats one is read name by name -#}
    {%- set members -%}
        coalesce(
            try(map_entries(cast(cast({{ document }} as json) as map(varchar, json)))),
            list_transform(
                list_sort(list_distinct(json_keys({{ document }}))),
                lambda name: {
                    'key': name,
                    'value': json_extract(
                        {{ document }}, '/' || replace(replace(name, '~', '~0'), '/', '~1')
                    )
                }
            )
        )
    {%- endset -%}
    cast(list_reduce(
        list_transform(
            list_filter(
                {{ members }},
                lambda entry: regexp_matches(
                    entry.key, '^(unstruct_event_|contexts_|(se|pp|tr|ti)_)'
                ) and entry.value not in ('null', '[]', '""', '{}')
            ),
            lambda entry: case
                when entry.key like 'unstruct_event_%' and json_type(entry.value) = 'OBJECT'
                    then entry.value
                when regexp_matches(
                    entry.key, '^contexts_com_snowplowanalytics_snowplow_ecommerce_product_[0-9]'
                ) then json_object('products', entry.value)
                else json_object(
                    regexp_replace(
                        regexp_replace(entry.key, '^(unstruct_event|contexts)_', ''),
                        '^(com_snowplowanalytics_snowplow_ecommerce|'
                        || 'com_snowplowanalytics_snowplow_media|'
                        || 'com_snowplowanalytics_snowplow|com_snowplowanalytics_mobile|'
                        || 'com_snowplowanalytics_console|org_w3|com_google_analytics)_'
                        || '|_[0-9]+(_[0-9]+_[0-9]+)?$',
                        '', 'g'
                    ),
                    case
                        when
                            json_type(entry.value) = 'ARRAY'
                            and json_array_length(entry.value) = 1
                            then entry.value -> '$[0]'
                        else entry.value
                    end
                )
            end
        ),
        lambda merged, one: json_merge_patch(merged, one),
        cast('{}' as json)
    ) as varchar)
{%- endmacro %}

{% macro spark__snowplow_properties(document) -%}
    {#- of a row that repeats a name, the members come in the order of their names, as on other
        engines -#}
    {%- set members -%}
        transform(
            array(map_entries({{ spark_json_members(document) }})),
            entries -> case
                when size(array_distinct(transform(entries, entry -> entry.key))) = size(entries)
                    then entries
                else transform(
                    array_sort(array_distinct(transform(entries, entry -> entry.key))),
                    name -> filter(entries, entry -> entry.key = name)[0]
                )
            end
        )[0]
    {%- endset -%}
    {%- set short_name -%}
        regexp_replace(
            regexp_replace(entry.key, '^(unstruct_event|contexts)_', ''),
            '^(com_snowplowanalytics_snowplow_ecommerce|com_snowplowanalytics_snowplow_media'
            || '|com_snowplowanalytics_snowplow|com_snowplowanalytics_mobile'
            || '|com_snowplowanalytics_console|org_w3|com_google_analytics)_'
            || '|_[0-9]+(_[0-9]+_[0-9]+)?$',
            ''
        )
    {%- endset -%}
    aggregate(
        transform(
            filter(
                transform(
                    filter(
                        {{ members }},
                        entry -> substr(entry.key, 2) rlike
                            '^(unstruct_event_|contexts_|(se|pp|tr|ti)_)'
                    ),
                    entry -> named_struct(
                        'key', substr(entry.key, 2), 'value', {{ spark_json_text('entry.value') }}
                    )
                ),
                entry -> entry.value not in ('null', '[]', '""', '{}')
            ),
            entry -> case
                when entry.key like 'unstruct_event_%' and left(entry.value, 1) = '{'
                    then entry.value
                when
                    entry.key rlike
                    '^contexts_com_snowplowanalytics_snowplow_ecommerce_product_[0-9]'
                    then concat('{"products":', entry.value, '}')
                else concat(
                    '{',
                    {{ spark_let('name', short_name, spark_json_quoted('name')) }},
                    ':',
                    case
                        when left(entry.value, 1) = '[' and json_array_length(entry.value) = 1
                            then substr(entry.value, 2, length(entry.value) - 2)
                        else entry.value
                    end,
                    '}'
                )
            end
        ),
        '{}',
        (merged, one) -> {{ spark_json_merged('merged', 'one') }}
    )
{%- endmacro %}
