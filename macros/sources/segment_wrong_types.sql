{#- Fields of a call of Segment's specification that are of a wrong JSON kind, as wrong_types has them. Rows of
    a warehouse may have properties that are called like members of the API's JSON. -#}
{% macro segment_wrong_types() -%}
    concat_ws(
        '|',
        {{ wrong_type('account_id', 'account_id', ['string', 'number']) }},
        {{ wrong_type('anonymous_id', 'anonymous_id', ['string', 'number']) }},
        {{ wrong_type('event', 'event_name', ['string']) }},
        {{ wrong_type('message_id', 'message_id', ['string', 'number']) }},
        {{ wrong_type('previous_id', 'previous_id', ['string', 'number']) }},
        {{ wrong_type('timestamp', 'told_at', ['string']) }},
        {{ wrong_type('user_id', 'user_id', ['string', 'number']) }},
        case
            when not is_row
                then nullif(concat_ws(
                    '|',
                    {{ wrong_type('consent', 'context.consent.categorypreferences', ['object']) }},
                    {{ wrong_type('context', 'fields.context', ['object']) }},
                    {{ wrong_type('properties', 'fields.properties', ['object']) }},
                    {{ wrong_type('traits', 'traits', ['object']) }},
                    {{ wrong_type('type', 'fields.type', ['string']) }}
                ), '')
        end
    )
{%- endmacro %}
