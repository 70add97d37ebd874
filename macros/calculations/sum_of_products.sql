{#- Sum over a group of the deviations of one measure times those of another, as a double; 0 where one of
    them does not deviate. Both `<measure>_deviation` and, the same for all of the group,
    `<measure>_spread` are columns.

    By their spreads, deviations are numbers up to 1, whose products are added up as decimals: the order of
    the rows cannot show, and no value is too large or too small. -#}
{% macro sum_of_products(measure, other) -%}
    coalesce(
        max({{ measure }}_spread * {{ other }}_spread)
        * cast(sum(cast(
            {{ measure }}_deviation / {{ measure }}_spread
            * {{ other }}_deviation / {{ other }}_spread
            as decimal(38, 18)
        )) as double), 0
    )
{%- endmacro %}
