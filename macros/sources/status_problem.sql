{#- Why the HTTP status of a request (text) cannot be used, as a reason; null where it can, and where
    there is none. 0 is what gateways write of a client that went away. -#}
{% macro status_problem(status) -%}
    case
        when
            {{ status }} <> ''
            and not {{ regexp_contains(status, "'^[0-9]{1,3}$'") }}
            then 'unusable:status_code'
    end
{%- endmacro %}
