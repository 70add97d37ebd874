{#- The fields of a tracker's event and the paths in its JSON at which each may stand, the first that
    is neither null nor empty counts: our own spelling, then those of other collectors and of events that
    are written flat. The table in docs/events.md has the same. -#}
{% macro tracker_spellings() %}
    {{ return({
        'event': ['event', 'event_name', 'eventName'],
        'type': ['type'],
        'properties': ['properties'],
        'traits': ['traits', 'context.traits'],
        'consent': ['consent'],
        'timestamp': ['timestamp', 'originalTimestamp', 'original_timestamp'],
        'original_timestamp': ['originalTimestamp', 'original_timestamp'],
        'timestamp_in_microseconds': ['event_timestamp'],
        'sent_at': ['sent_at', 'sentAt'],
        'received_at': ['received_at', 'receivedAt'],
        'user_id': ['user_id', 'userId', 'distinct_id'],
        'anonymous_id': ['anonymous_id', 'anonymousId', 'distinct_id', 'user_pseudo_id'],
        'device_id': [
            'device_id', 'deviceId', 'context.device.id', 'device.id', 'properties.$device_id',
        ],
        'account_id': ['account_id', 'accountId', 'group_id', 'groupId'],
        'previous_id': ['previous_id', 'previousId'],
        'session_id': ['session_id', 'sessionId', 'properties.$session_id'],
        'message_id': ['message_id', 'messageId', 'uuid'],
        'page_url': [
            'context.page.url', 'page_url', 'pageUrl', 'url', 'properties.page_url',
            'properties.$current_url', 'context.page.path',
        ],
        'referrer': [
            'context.page.referrer', 'referrer', 'properties.referrer', 'properties.$referrer',
        ],
        'page_title': ['context.page.title'],
        'user_agent': [
            'context.user_agent', 'context.userAgent', 'user_agent', 'userAgent',
            'properties.user_agent', 'properties.$raw_user_agent',
        ],
        'utm_source': [
            'context.campaign.source', 'utm_source', 'traffic.source',
            'properties.utm_source', 'traffic_source.source',
        ],
        'utm_medium': [
            'context.campaign.medium', 'utm_medium', 'traffic.medium',
            'properties.utm_medium', 'traffic_source.medium',
        ],
        'utm_campaign': [
            'context.campaign.name', 'utm_campaign', 'traffic.campaign',
            'properties.utm_campaign', 'traffic_source.name',
        ],
        'utm_term': [
            'context.campaign.term', 'utm_term', 'traffic.term', 'properties.utm_term',
        ],
        'utm_content': [
            'context.campaign.content', 'utm_content', 'traffic.content',
            'properties.utm_content',
        ],
        'app_version': ['context.app.version'],
        'screen_width': ['context.screen.width'],
        'screen_height': ['context.screen.height'],
        'device_type': ['context.device.type', 'device.type', 'device.category', 'device'],
        'country': ['context.location.country', 'country', 'location.country', 'geo.country'],
        'region': ['context.location.region', 'region', 'location.region', 'geo.region'],
        'city': ['context.location.city', 'city', 'location.city', 'geo.city'],
        'screen_name': ['properties.name', 'properties.screen_name', 'properties.$screen_name'],
    }) }}
{% endmacro %}
