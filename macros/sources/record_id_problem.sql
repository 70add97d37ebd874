{#- Why a record has no usable id, as a reason; null where it has one. -#}
{% macro record_id_problem(value) -%}
    case
        when coalesce({{ trimmed(json_scalar(value)) }}, '') = '' then 'missing_id'
        else {{ wrong_type('id', value, ['string', 'number']) }}
    end
{%- endmacro %}
