from django.db import migrations

from clinic.db.isolation import BindKey, Isolate


class Migration(migrations.Migration):
    dependencies = [("emergency", "0004_sessions_crisis_directory"), ("clients", "0009_break_glass"), ("audit", "0003_event_at")]

    operations = [
        Isolate("Coverage", derived=True),
        Isolate("ResourceWord", derived=True),
        Isolate("ClientResource"),
        Isolate("NotifyEntry"),
        Isolate("Platform"),
        Isolate("TherapySession"),
        Isolate("CheckIn", immutable=True),
        Isolate("SessionEntry", immutable=True),
        Isolate("Protocol"),
        Isolate("JurisdictionNote"),
        Isolate("OnCall"),
        Isolate("Incident"),
        Isolate("IncidentEntry", immutable=True),
        Isolate("Disclosure", immutable=True),
        Isolate("FollowUp"),
        Isolate("PlanTrouble", immutable=True),
        BindKey("Resource", "number_by"),
    ]
