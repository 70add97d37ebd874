{#- The pairs of a group, of json_pair, as one JSON object (text) in the order of `order_by`, which no
    two share; null when there are none. -#}
{% macro json_object_of(pair, order_by) -%}
    {{ adapter.dispatch('json_object_of')(pair, order_by) }}
{%- endmacro %}

{% macro default__json_object_of(pair, order_by) -%}
    {{ no_dialect('json_object_of') }}
{%- endmacro %}

{% macro duckdb__json_object_of(pair, order_by) -%}
    '{' || string_agg({{ pair }}, ',' order by {{ order_by }}) || '}'
{%- endmacro %}

{% macro spark__json_object_of(pair, order_by) -%}
    case when count({{ pair }}) > 0 then concat('{', array_join(transform(
        array_sort(collect_list(
            case
                when {{ pair }} is not null
                    then named_struct('place', {{ order_by }}, 'pair', {{ pair }})
            end
        )),
        item -> item.pair
    ), ','), '}') end
{%- endmacro %}
