{#- Which delivery of its day a row belongs to, as a number that is greater for those that count: the
    daily table before the intraday one, then the later load. Rows of Fivetran's table (`is_flat`)
    are added one by one: what it loads later is no other delivery. -#}
{% macro ga4_delivery(is_flat, is_intraday) -%}
    cast(
        case when {{ is_intraday }} then 0 else 100000000 end
        + case
            when {{ is_flat }} then 0
            else
                extract(year from load_date) * 10000
                + extract(month from load_date) * 100
                + extract(day from load_date)
        end
        as bigint
    )
{%- endmacro %}
