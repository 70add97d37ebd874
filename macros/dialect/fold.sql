{#- A number worked out step by step: it starts as `start`, and `body`, an expression that calls the
    number so far `folded` and the step `place`, gives the next one for each whole number from `last`
    down to 0. A double; `start` when `last` is negative, null when it is null. The two words stand
    nowhere else; with 0 as `last`, `start` is worked out once and has a name. -#}
{% macro fold(last, start, folded, place, body) -%}
    {{ adapter.dispatch('fold')(last, start, folded, place, body) }}
{%- endmacro %}

{% macro default__fold(last, start, folded, place, body) -%}
    {{ no_dialect('fold') }}
{%- endmacro %}

{% macro duckdb__fold(last, start, folded, place, body) -%}
    list_reduce(
        generate_series({{ last }}, 0, -1),
        lambda {{ folded }}, {{ place }}: cast({{ body }} as double),
        cast({{ start }} as double)
    )
{%- endmacro %}

{% macro spark__fold(last, start, folded, place, body) -%}
    aggregate(
        case
            when {{ last }} < 0 then cast(array() as array<bigint>)
            else sequence(cast({{ last }} as bigint), cast(0 as bigint), cast(-1 as bigint))
        end,
        cast({{ start }} as double),
        ({{ folded }}, {{ place }}) -> cast({{ body }} as double)
    )
{%- endmacro %}
