{#- Sum over several samples, taken as one, of the deviations of one measure times those of another: what
    the samples have by themselves, `<measure>_by_<other>`, and what lies between their means and the joint
    mean. -#}
{% macro joint_sum_of_products(measure, other) -%}
    sum(
        {{ measure }}_by_{{ other }}
        + units
        * ({{ measure }}_mean - {{ measure }}_joint_mean)
        * ({{ other }}_mean - {{ other }}_joint_mean)
    )
{%- endmacro %}
